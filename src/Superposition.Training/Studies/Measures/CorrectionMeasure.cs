using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.ErrorCorrection;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>Errors into and out of an error-correction layer at rising noise, and over rounds of correcting and encoding again.</summary>
[Description("Of error-correction layers, at rising noise until the first error of ½: in. and out. with epsilon, rms, wrong and off "
    + "(mean off feature), sigma, sigma.ratio (over its prediction) and contraction as curves over noise, the same as single numbers at "
    + "named noises (NAME.contraction), and rounds.wrong, rounds.off over rounds.")]
public sealed record CorrectionMeasure : MeasureSpec
{
    /// <summary>
    /// ν, rising: standard deviations of the noise that every coordinate of the state, and so every read-off, has besides crosstalk.
    /// </summary>
    [Description(
        "ν, rising: standard deviations of the noise that every coordinate of the state, and so every read-off, has besides crosstalk.")]
    public required ImmutableArray<double> Noises { get; init; }

    /// <summary>The noises whose numbers stand on their own.</summary>
    [Description("Which of these are given as single numbers too, by a name: with \"clean\": 0 there are clean.contraction and so on; "
        + "none when left out.")]
    public ImmutableSortedDictionary<string, double>? At { get; init; }

    /// <summary>How many inputs are drawn for each noise.</summary>
    [Description("How many inputs are measured at every noise.")]
    public required int Inputs { get; init; }

    /// <summary>Rounds of correcting and encoding again.</summary>
    [Description("How often the layer is applied in turn with encoding its result again, from states without noise.")]
    public required int Rounds { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SpecProblem> Problems(string path) =>
    [
        .. SpecRules.Each($"{path}.noises", Noises, (place, noise) => SpecRules.Between(place, noise, 0.0, 1000.0)),
        .. Noises.IsDefault || Noises.SequenceEqual(Noises.Order())
            ? (SpecProblem[])[]
            : [new SpecProblem($"{path}.noises", "a list that falls somewhere", "rising values")],
        .. from at in At ?? ImmutableSortedDictionary<string, double>.Empty
           where !Noises.Contains(at.Value)
           select new SpecProblem($"{path}.at.{at.Key}", SpecRules.Text(at.Value), "one of the noises"),
        .. SpecRules.Between($"{path}.inputs", Inputs, 1, 100_000),
        .. SpecRules.Between($"{path}.rounds", Rounds, 0, 10_000),
    ];

    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        if (!read.IsOwn || read.Drawn.Correction is not { } layer)
        {
            return;
        }

        var seed = ErrorCorrectionNetwork.SeedOfStates(bench, layer.Dimension);
        var inputs = bench.Task.Inputs.Draw(seed.Stream("inputs"), Inputs).Places;
        var map = CorrectionReport.Map(layer, inputs, Noises.Index().Select(noise => Told(noise.Index, noise.Item, context)), seed);
        Series("noise", report => report.Noise);
        foreach (var (name, value) in Values)
        {
            Series(name, value);
            foreach (var (at, noise) in At ?? ImmutableSortedDictionary<string, double>.Empty)
            {
                numbers.Add($"{at}.{name}", map.FirstOrDefault(report => report.Noise == noise) is { } report ? value(report) : null);
            }
        }

        var ratios = map.Select(report => report.Sigma / report.PredictedSigma).ToArray();
        numbers.Add("sigma.ratio.least", ratios.Min());
        numbers.Add("sigma.ratio.largest", ratios.Max());
        if (map[^1].Out.Epsilon >= 0.5)
        {
            numbers.Add("breaks.noise", map[^1].Noise);
            numbers.Add("breaks.sigma", map[^1].Sigma);
            numbers.Add("breaks.in.epsilon", map[^1].In.Epsilon);
            numbers.Add("breaks.in.rms", map[^1].In.Rms);
        }

        var rounds = CorrectionReport.Iterate(layer, inputs, Rounds);
        if (!rounds.IsEmpty)
        {
            numbers.Add("rounds.wrong", StudyValue.Of(rounds.Select(errors => (double)errors.ThresholdErrors)));
            numbers.Add("rounds.off", StudyValue.Of(rounds.Select(errors => errors.Off.Mean)));
            numbers.Add("rounds.last.wrong", rounds[^1].ThresholdErrors);
            numbers.Add("rounds.last.off", rounds[^1].Off.Mean);
            numbers.Add("rounds.last.epsilon", rounds[^1].Epsilon);
        }

        // A contraction is infinite where no error comes out; a curve has numbers alone.
        void Series(string name, Func<CorrectionReport, double> value)
        {
            if (map.All(report => double.IsFinite(value(report))))
            {
                numbers.Add(name, StudyValue.Of(map.Select(value)));
            }
        }
    }

    private static IEnumerable<(string Name, Func<CorrectionReport, double> Of)> Values =>
    [
        ("in.epsilon", report => report.In.Epsilon),
        ("in.rms", report => report.In.Rms),
        ("out.epsilon", report => report.Out.Epsilon),
        ("out.rms", report => report.Out.Rms),
        ("out.wrong", report => report.Out.ThresholdErrors),
        ("out.off", report => report.Out.Off.Mean),
        ("sigma", report => report.Sigma),
        ("sigma.predicted", report => report.PredictedSigma),
        ("contraction", report => report.Contraction),
    ];

    private double Told(int index, double noise, CellContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        context.Progress.Report(new CellProgress((index + 0.5) / (Noises.Length + 1), FormattableString.Invariant($"ν = {noise}")));
        return noise;
    }
}
