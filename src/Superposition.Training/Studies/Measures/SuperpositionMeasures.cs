using System.ComponentModel;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Specs;
using Superposition.Studies.ReadOffs;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Studies.Measures;

/// <summary>
/// Errors by class over many inputs, on the pairs that they have active and some others: where all pairs of as many inputs would take too
/// long.
/// </summary>
[Description("Errors on the pairs that drawn inputs have active and some others, for read-offs of pairs that are not written out: all "
    + "of the measure \"errors\" as sampled.epsilon and so on.")]
public sealed record SampledPairsMeasure : MeasureSpec
{
    /// <summary>The number of inputs that are drawn, 1 to 100,000.</summary>
    [Description("How many inputs are drawn.")]
    public required int Inputs { get; init; }

    /// <summary>The number of pairs, besides those that are active, whose outputs are measured; 1 to 100,000.</summary>
    [Description("How many pairs are drawn besides those that inputs have active.")]
    public required int Pairs { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        [.. SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000), .. SpecRules.Between($"{path}.pairs", Pairs, 1, 100_000)];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (read.Network.ReadOff is PairReadOff)
        {
            numbers.Add("sampled.", Draw(bench).Measure(read.Network));
        }
    }

    /// <summary>The inputs and pairs of a seed.</summary>
    internal SampledPairs Draw(StudyBench bench) => SampledPairs.Draw(bench.Task.Inputs.Space, Inputs, Pairs, bench.Seed.For("sampled"));
}

/// <summary>How much the directions of the features overlap.</summary>
[Description("Overlaps |φ_k·φ_l| of the directions that a network reads its features in: overlap.largest and overlap.rms.")]
public sealed record EncodingMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (read.Network.Encoding is { } encoding_em)
        {
            var overlaps = Coherence.Of(encoding_em);
            numbers.Add("overlap.largest", overlaps.Largest);
            numbers.Add("overlap.rms", overlaps.Rms);
        }
    }
}

/// <summary>The noises of constructions for inputs in superposition, measured and predicted: what their errors consist of.</summary>
[Description("Noises of constructions for inputs in superposition, each with predicted.: crosstalk.CLASS and drawn.CLASS (of drawn "
    + "neurons) of random projections, preactivation.std of decoded subsets.")]
public sealed record SuperpositionNoiseMeasure : MeasureSpec
{
    private const int PreactivationInputs = 200;

    /// <summary>What the errors are measured on.</summary>
    [Description("The inputs and pairs on which errors are measured.")]
    public required SampledPairsMeasure On { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) => On.Problems($"{path}.on");

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        var space = bench.Task.Inputs.Space;
        switch (read.Drawn.Construction)
        {
            case (SuperposedProjection, var size) when read.IsOwn && space.Sparsity == Sparsity.Exactly:
                var drawn = On.Draw(bench);
                var total = drawn.Measure(read.Network);
                var crosstalk = OutputErrors.Measure(
                    inputs => SuperposedProjection.ReadingsOfInfiniteWidth(read.Network.Encoding!, size, inputs, drawn.Pairs), drawn.Pairs,
                    drawn.Inputs, batch: 64);
                foreach (var (members, name) in drawn.Pairs.Classes.Index())
                {
                    numbers.Add($"crosstalk.{name}", crosstalk[name].Std);
                    numbers.Add($"predicted.crosstalk.{name}", SuperposedProjection.Crosstalk(size, space.Active, members).Std);
                    numbers.Add($"drawn.{name}", Math.Sqrt(Math.Max(0, Math.Pow(total[name].Std, 2) - Math.Pow(crosstalk[name].Std, 2))));
                    numbers.Add($"predicted.drawn.{name}", SuperposedProjection.NeuronNoise(size, space.Active, members));
                }

                break;
            case (SuperposedSubsets, var size) when read.IsOwn:
                var noise = SuperposedSubsets.MeasurePreactivationNoise(
                    read.Network, size, space.Draw(bench.Seed.For("noise").Stream("inputs"), PreactivationInputs));
                numbers.Add("preactivation.std", noise);
                numbers.Add("predicted.preactivation.std", SuperposedSubsets.PreactivationNoise(size, space.Active));
                break;
        }
    }
}

/// <summary>What the state that a network reads gives away without any neuron.</summary>
[Description("Errors without any neuron on the state that a network reads: zero.epsilon and so on for the answer 0, linear. for (φ_k "
    + "+ φ_l)/2 − ¼, fitted. for least squares.")]
public sealed record NoNeuronsMeasure : MeasureSpec
{
    private const int FitInputs = 20_000, Batch = 8;

    /// <summary>Up to which m least squares is fitted.</summary>
    [Description("Up to which number of features least squares is fitted; never when left out.")]
    public int? FittedUpToFeatures { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
        SpecRules.Between($"{path}.fittedUpToFeatures", FittedUpToFeatures ?? 2, 2, 256);

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || bench.Task.Boolean is not PairAnds pairs || read.Network.Encoding is not { } encoding_em)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var first_g = tensor(pairs.Pairs.Select(pair => (long)pair.First).ToArray());
        var second_g = tensor(pairs.Pairs.Select(pair => (long)pair.Second).ToArray());
        numbers.Add("zero.", OutputErrors.Measure(inputs => zeros(inputs.Count, pairs.Count), pairs, bench.Measured, Batch));
        numbers.Add("linear.", OutputErrors.Measure(Linear, pairs, bench.Measured, Batch));
        if (pairs.Features <= FittedUpToFeatures)
        {
            using var fitted = LeastSquares.LinearControl(pairs, bench.FitSample(FitInputs, (int)encoding_em.shape[0]), encoding_em);
            numbers.Add("fitted.", OutputErrors.Measure(fitted, pairs, bench.Measured));
        }

        Tensor Linear(ActiveSets inputs)
        {
            using var step = NewDisposeScope();
            var decoded_nm = inputs.SumRows(encoding_em.t()).matmul(encoding_em);
            return (((decoded_nm.index_select(1, first_g) + decoded_nm.index_select(1, second_g)) / 2) - LinearAnd.Epsilon)
                .MoveToOuterDisposeScope();
        }
    }
}
