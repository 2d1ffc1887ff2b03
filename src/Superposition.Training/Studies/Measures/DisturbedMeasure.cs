using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Comparison;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>What a network tolerates that it was not made for.</summary>
[Description("Errors of a disturbed network, each as KIND.DEGREE.epsilon and .rms, with .growth (rms over that of the undisturbed "
    + "network) and .refitted for the rms of a new least-squares read-off: active (other numbers of active features), noise (on all "
    + "weights, median of five draws), bits (a weight), pruned-neurons and pruned-weights (shares).")]
public sealed record DisturbedMeasure : MeasureSpec
{
    /// <summary>Other numbers of active features.</summary>
    [Description("Other numbers of active features.")]
    public ImmutableArray<int>? Active { get; init; }

    /// <summary>η: relative standard deviations of noise on every weight.</summary>
    [Description("Relative standard deviations of noise on every weight.")]
    public ImmutableArray<double>? Noise { get; init; }

    /// <summary>Bits per weight that the network is rounded to, 1 to 16.</summary>
    [Description("Bits a weight.")]
    public ImmutableArray<int>? Bits { get; init; }

    /// <summary>Shares of the neurons that are silenced, the least important first; each 0 … 1.</summary>
    [Description("Shares of the neurons, the least important ones, that are silenced.")]
    public ImmutableArray<double>? PrunedNeurons { get; init; }

    /// <summary>Shares of each layer's weights that are set to 0, the smallest first; each 0 … 1.</summary>
    [Description("Shares of each layer's weights, the smallest ones, that are set to 0.")]
    public ImmutableArray<double>? PrunedWeights { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Each($"{path}.active", Active ?? [1], (at, s) => SpecRules.Between(at, s, 1, 1_000_000)),
        .. SpecRules.Each($"{path}.noise", Noise ?? [0], (at, eta) => SpecRules.Between(at, eta, 0.0, 10.0)),
        .. SpecRules.Each($"{path}.bits", Bits ?? [1], (at, bits) => SpecRules.Between(at, bits, 1, 16)),
        .. SpecRules.Each($"{path}.prunedNeurons", PrunedNeurons ?? [0], (at, share) => SpecRules.Between(at, share, 0.0, 1.0)),
        .. SpecRules.Each($"{path}.prunedWeights", PrunedWeights ?? [0], (at, share) => SpecRules.Between(at, share, 0.0, 1.0)),
    ];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (bench.Task.Boolean is not { } functions || bench.Task.Inputs.AreReal || read.Network.Layers.Count == 0)
        {
            return;
        }

        using var network = NetworkCopy.Dense(read.Network);
        var undisturbed = bench.Errors(network).Rms;
        var (space, sample) = (bench.Task.Inputs.Space, bench.Measured);
        var fit = bench.FitSample(FittedReadOff.UsualInputs, network.Neurons);
        var active = (Active ?? []).Where(s => s <= space.Features);
        Add("active", Robustness.OtherSparsity(network, functions, space.Sparsity, active, bench.Inputs, bench.Seed));
        Add("noise", Robustness.Noise(network, functions, NoiseScale.EachWeight, Noise ?? [], sample, bench.Seed));
        Add("bits", Robustness.Quantisation(network, functions, Bits ?? [], sample, fit));
        Add("pruned-neurons", Robustness.PrunedNeurons(network, functions, PrunedNeurons ?? [], sample, fit));
        Add("pruned-weights", Robustness.PrunedWeights(network, functions, PrunedWeights ?? [], sample, fit));

        void Add(string kind, ImmutableArray<DisturbedErrors> disturbed)
        {
            foreach (var at in disturbed)
            {
                var name = FormattableString.Invariant($"{kind}.{at.Degree}");
                numbers.Add($"{name}.epsilon", at.Errors.Epsilon);
                numbers.Add($"{name}.rms", at.Errors.Rms);
                numbers.Add($"{name}.growth", at.Errors.Rms / undisturbed);
                numbers.Add($"{name}.refitted", at.Refitted?.Rms);
            }
        }
    }
}
