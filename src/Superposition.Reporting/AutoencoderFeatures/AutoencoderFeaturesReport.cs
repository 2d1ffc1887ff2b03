using System.Collections.Immutable;
using Superposition.Experiments.AutoencoderFeatures;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.AutoencoderFeatures;

/// <summary>Reads what sparse autoencoders discover, where it is known what is there and what is used.</summary>
internal sealed class AutoencoderFeaturesReport : ExperimentReport<AutoencoderFeaturesSpec, AutoencoderFeaturesRecord>
{
    /// <inheritdoc/>
    protected override Findings Of(AutoencoderFeaturesSpec spec, ImmutableArray<AutoencoderFeaturesRecord> records)
    {
        ImmutableArray<DictionarySeries> series =
        [
            .. from record in records
               from dictionary in record.Dictionaries
               group (record.Seed, dictionary) by (record.Network, dictionary.Kind, dictionary.Level) into own
               orderby spec.Scientific.Networks.IndexOf(own.Key.Network), own.Key.Kind, own.Key.Level
               select new DictionarySeries(own.Key.Network, own.Key.Kind, own.Key.Level, [.. own.DistinctBy(one => one.Seed)]),
        ];
        return new Findings(AutoencoderFeaturesAnswer.Of(spec, series), [.. Charts(spec, series)], series.IsEmpty ? [] : [Recovered(spec, series), Quality(series)]);
    }

    private static IEnumerable<Chart> Charts(AutoencoderFeaturesSpec spec, ImmutableArray<DictionarySeries> series)
    {
        if (series.IsEmpty)
        {
            yield break;
        }

        var seeds = series.Max(s => s.Dictionaries.Length);
        ImmutableArray<Panel> panels =
        [
            .. from network in series.Select(s => s.Network).Distinct()
               from truth in Truths
               let own = series.Where(s => s.Network == network && s.Has(truth.Of)).ToArray()
               where own.Length > 0
               select new Panel(
                   $"{DictionarySeries.Words(network)}: {truth.Name} ({own[0].Count(truth.Of)})",
                   [.. own.GroupBy(s => s.Kind).Select(kind => Curve(kind.Key, [.. kind], truth.Of))]),
        ];
        yield return new Chart
        {
            Name = "recovered",
            Title = "What autoencoders recover, against how many latents they keep active",
            Note = $"{(seeds == 1 ? "One seed" : $"Mean over {Numbers.Of(seeds, "seed")}; bars: 95 % confidence interval (Student t)")}; {Numbers.Count(spec.Autoencoder.Latents)} latents on {Numbers.Count(spec.Scientific.Neurons)} neurons, a latent follows a feature from a correlation of {Numbers.Plain(spec.FollowsAt)} on",
            Caption = "Along x the mean number of active latents an input, logarithmic; an input has three features and three ANDs. A curve joins the sparsities of one kind of autoencoder. Controls learn nothing of the layer, or only its covariance. "
                + "ANDs that no output asks for are there and are unused: an autoencoder that recovers one has discovered something that the network does not use.",
            X = Axis.Logarithmic("active latents an input (L0)"),
            Y = Axis.Linear("recovered, %") with { Least = 0, Most = 100 },
            Columns = panels.Length >= 3 ? 3 : Math.Max(1, panels.Length),
            Panels = panels,
        };
    }

    private static ImmutableArray<(string Name, Func<ScoredDictionary, Recovery?> Of)> Truths =>
        [("features", d => d.Features), ("ANDs asked for", d => d.Asked), ("ANDs not asked for", d => d.Unasked)];

    private static Curve Curve(DictionaryKind kind, DictionarySeries[] levels, Func<ScoredDictionary, Recovery?> truth) => new(
        DictionarySeries.Words(kind), DictionarySeries.InkOf(kind),
        [.. levels.Select(level => (X: level.Mean(d => d.Active)!.Mean, Y: level.Recovered(truth)!)).OrderBy(point => point.X).Select(point => new CurvePoint(point.X, point.Y))]);

    private static Table Recovered(AutoencoderFeaturesSpec spec, ImmutableArray<DictionarySeries> series) => new()
    {
        Name = "recovered",
        Title = "What is recovered, in per cent",
        Note = $"Mean over seeds ± half the 95 % confidence interval (Student t). Recovered: some latent's correlation with the feature's presence is at least {Numbers.Plain(spec.FollowsAt)}. MCC: mean correlation when every latent is given to one feature at most.",
        Headers = 3,
        Columns = ["network", "dictionary", "level", "features", "ANDs asked for", "ANDs not asked for", "MCC features", "MCC asked", "MCC not asked"],
        Rows =
        [
            .. series.Select(s => (ImmutableArray<string>)
            [
                DictionarySeries.Words(s.Network), DictionarySeries.Words(s.Kind), s.Level is { } level ? Numbers.Plain(level) : "",
                .. Truths.Select(truth => s.Has(truth.Of) ? Numbers.PlusMinus(s.Recovered(truth.Of)) : "–"), .. Truths.Select(truth => s.Has(truth.Of) ? Numbers.PlusMinus(s.Mean(d => truth.Of(d)!.Mcc)) : "–"),
            ]),
        ],
    };

    private static Table Quality(ImmutableArray<DictionarySeries> series) => new()
    {
        Name = "quality",
        Title = "The dictionaries themselves",
        Note = "Mean over seeds ± half the 95 % confidence interval (Student t). Unexplained variance: of the reconstruction. Absorbed: share of a recovered feature's inputs on which its latent is silent and the latent of an AND with it is active. Of the latents that follow something, how many follow a feature, an AND that is asked for, one that is not; the others that are alive follow nothing known.",
        Headers = 3,
        Columns = ["network", "dictionary", "level", "unexplained variance", "active", "dead, %", "absorbed, %", "on features", "on asked", "on not asked", "on nothing known"],
        Rows =
        [
            .. series.Select(s => (ImmutableArray<string>)
            [
                DictionarySeries.Words(s.Network), DictionarySeries.Words(s.Kind), s.Level is { } level ? Numbers.Plain(level) : "",
                Numbers.PlusMinus(s.Mean(d => d.UnexplainedVariance)), Numbers.PlusMinus(s.Mean(d => d.Active)), Numbers.PlusMinus(s.Mean(d => 100 * d.Dead)), Numbers.PlusMinus(s.MeanOfKnown(d => 100 * d.Absorbed)),
                Numbers.PlusMinus(s.Mean(d => d.Features.Latents)), s.Has(d => d.Asked) ? Numbers.PlusMinus(s.Mean(d => d.Asked!.Latents)) : "–", Numbers.PlusMinus(s.Mean(d => d.Unasked.Latents)), Numbers.PlusMinus(s.Mean(d => d.Unexplained)),
            ]),
        ],
    };
}
