using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Tasks;

namespace Superposition.Exploring;

/// <summary>All that a page needs to run networks on a task and to compare their outputs with the truth.</summary>
public sealed record ExplorerData
{
    // Names of more outputs than these are made by the page from their numbers.
    private const int MaxNames = 4096;

    /// <summary>The title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>The command line that makes the page again.</summary>
    public required string Command { get; init; }

    /// <summary>m, the number of features.</summary>
    public required int Features { get; init; }

    /// <summary>The names of the features; empty where they are x0, x1, ….</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>The names of the outputs; empty where they follow from what the outputs are.</summary>
    public required ImmutableArray<string> OutputNames { get; init; }

    /// <summary>Which inputs the task has, and some of them to begin with.</summary>
    public required ExploredInputs Inputs { get; init; }

    /// <summary>What the outputs are to be.</summary>
    public required ExploredTruth Truth { get; init; }

    /// <summary>The networks, which all have this task.</summary>
    public required ImmutableArray<ExploredNetwork> Networks { get; init; }

    /// <summary>What probing found of pairs or outputs; empty where it is not known.</summary>
    public ImmutableArray<ExploredVerdict> Verdicts { get; init; } = [];

    /// <summary>The part that is of the task, without networks.</summary>
    public static ExplorerData Of(string title, string command, StudyTask task, Seed seed)
    {
        var names = task.FeatureNames;
        return new ExplorerData
        {
            Title = title,
            Command = command,
            Features = task.Features,
            FeatureNames = names.Index().All(name => name.Item == FormattableString.Invariant($"x{name.Index}")) ? [] : names,
            OutputNames = task.Boolean is PairAnds or FanInAnds || task.Outputs > MaxNames
                ? []
                : [.. Enumerable.Range(0, task.Outputs).Select(task.NameOfOutput)],
            Inputs = ExploredInputs.Of(task, seed),
            Truth = ExploredTruth.Of(task),
            Networks = [],
        };
    }
}

/// <summary>What probing found of one pair or output.</summary>
/// <param name="Output">The number of the output; null for a pair, which need not be an output.</param>
/// <param name="First">The first member of a pair; null for an output.</param>
/// <param name="Second">The second member.</param>
/// <param name="Verdict">used, readable-but-unused, weakly-readable, absent, undecided, readable or cannot-be-judged.</param>
/// <param name="Auc">AUC of the probe on inputs that it was not fitted on, where it is known.</param>
/// <param name="Effect">
/// What removing it does to the output that it moves most, in shares of that output's range, where that is known.
/// </param>
public sealed record ExploredVerdict(int? Output, int? First, int? Second, string Verdict, double? Auc, double? Effect);
