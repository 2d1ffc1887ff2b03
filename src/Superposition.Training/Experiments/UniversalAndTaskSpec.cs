using System.ComponentModel;
using Superposition.Booleans;
using Superposition.Specs;
using Superposition.Tasks;

namespace Superposition.Experiments;

/// <summary>The universal-AND task in a spec.</summary>
[Description("The ANDs of pairs of features of sparse inputs.")]
public sealed record UniversalAndTaskSpec
{
    /// <summary>m, the number of features.</summary>
    [Description("m, the number of features.")]
    public required int Features { get; init; }

    /// <summary>s.</summary>
    [Description("s, the number of active features.")]
    public required int Active { get; init; }

    /// <summary>Exactly or at most s.</summary>
    [Description("Whether inputs have exactly s active features or at most s.")]
    public required Sparsity Sparsity { get; init; }

    /// <summary>How many pairs are targets; all when left out.</summary>
    [Description("How many pairs are targets, drawn at random from the seed; all C(m,2) when left out.")]
    public int? Pairs { get; init; }

    /// <summary>What is wrong with the values, if anything.</summary>
    public IEnumerable<SpecProblem> Problems(string path)
    {
        SpecProblem[] problems =
        [
            .. SpecRules.Between($"{path}.features", Features, 2, 1024),
            .. SpecRules.Between($"{path}.active", Active, 1, Features, "the number of features"),
            .. Pairs is { } pairs ? SpecRules.Between($"{path}.pairs", pairs, 1, (int)Math.Min(int.MaxValue, Features * (Features - 1L) / 2), "the number of pairs") : [],
        ];
        return problems;
    }

    /// <summary>The task; the seed chooses the pairs when not all are targets.</summary>
    public (BooleanTask Task, PairAnds Pairs) ToTask(Seed seed)
    {
        var pairs = Pairs is { } count ? PairAnds.Draw(Features, count, seed.Stream("pairs")) : PairAnds.All(Features);
        return (new BooleanTask(ToInputs(), pairs), pairs);
    }

    /// <summary>The set of inputs.</summary>
    public SparseInputs ToInputs() => new(Features, Active, Sparsity);
}
