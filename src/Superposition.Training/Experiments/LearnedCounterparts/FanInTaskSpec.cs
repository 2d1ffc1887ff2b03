using System.ComponentModel;
using System.Text.Json.Serialization;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Specs;
using static TorchSharp.torch;

namespace Superposition.Experiments.LearnedCounterparts;

/// <summary>ANDs of t features: the AND bank, and a layer that learned them.</summary>
[Description("ANDs of sets of t features, drawn at random: the bank of random neurons with its centred read-off, and a trained layer.")]
public sealed record FanInTaskSpec : OneLayerTaskSpec
{
    /// <summary>t.</summary>
    [Description("t, the number of features of an AND.")]
    public required int FanIn { get; init; }

    /// <summary>g.</summary>
    [Description("g, how many sets are drawn; the same set may come twice.")]
    public required int Sets { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "fan-in-and";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Id => FormattableString.Invariant($"fan-in-and-m{Features}-s{Active}-t{FanIn}-g{Sets}-d{Neurons}");

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => FormattableString.Invariant($"ANDs of {FanIn} features");

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Outputs => Sets;

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. base.Problems(path),
        .. SpecRules.Between($"{path}.fanIn", FanIn, 1, Active, "the number of active features"),
        .. SpecRules.Between($"{path}.sets", Sets, 1, 10_000),
        .. SpecRules.Between($"{path}.neurons", Neurons, 1, 4096),
    ];

    /// <inheritdoc/>
    public override CounterpartTaskSpec Smoke() => this with { Features = 8, Active = Math.Min(3, Active), FanIn = Math.Min(3, FanIn), Sets = Math.Min(10, Sets), Neurons = 32 };

    private protected override IBooleanTargets Targets(Seed seed) => FanInAnds.Draw(Features, FanIn, Sets, seed.Stream("sets"));

    private protected override ReluNetwork Construct(IBooleanTargets targets, Generator generator) =>
        HighFanInAnd.Build(HighFanInAnd.Tune(FanIn, Neurons, Inputs), Inputs, (FanInAnds)targets, generator);
}
