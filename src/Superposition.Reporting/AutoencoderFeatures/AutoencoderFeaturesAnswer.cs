using System.Collections.Immutable;
using Superposition.Experiments.AutoencoderFeatures;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.AutoencoderFeatures;

/// <summary>The answer in sentences, every number of it from the records.</summary>
internal static class AutoencoderFeaturesAnswer
{
    public static Answer Of(AutoencoderFeaturesSpec spec, ImmutableArray<DictionarySeries> series)
    {
        if (series.IsEmpty)
        {
            return new Answer("There is no answer yet: no layer has been taken apart.", []);
        }

        AnswerPoint?[] points = [Kinds(series), RandomLayers(series), Controls(series), DeadAndAbsorbed(series)];
        var trained = series.Where(s => s.Network == ProbedNetwork.Trained && s.IsTrained && s.Has(d => d.Asked)).ToArray();
        return new Answer(trained.Length == 0 ? "No autoencoder of a trained network has been measured." : Headline(spec, trained), [.. points.OfType<AnswerPoint>()]);
    }

    /// <summary>Of the autoencoder that recovers most of what outputs ask for.</summary>
    private static string Headline(AutoencoderFeaturesSpec spec, DictionarySeries[] trained)
    {
        var best = trained.MaxBy(s => s.Recovered(d => d.Asked)!.Mean)!;
        Estimate[] estimates = [best.Recovered(d => d.Features)!, best.Recovered(d => d.Asked)!, best.Recovered(d => d.Unasked)!];
        return $"The autoencoder that recovers most, {best.Name}, finds {Numbers.Interval(estimates[0])} % of the {spec.Task.Features} features, {Numbers.Interval(estimates[1])} % of the {best.Count(d => d.Asked)} ANDs that outputs ask for, "
            + $"and {Numbers.Interval(estimates[2])} % of the {best.Count(d => d.Unasked)} that no output asks for"
            + (best.UnusedAmongDiscovered() is { } unused ? $": {Numbers.Interval(unused)} % of the latents that follow something known follow an AND that the network does not use" : "")
            + $". ({Sentence.MeansAndIntervals(estimates)}.)".Replace("(mean", "(Mean", StringComparison.Ordinal);
    }

    private static AnswerPoint? Kinds(ImmutableArray<DictionarySeries> series)
    {
        var kinds = series.Where(s => s.Network == ProbedNetwork.Trained && s.IsTrained && s.Has(d => d.Asked)).GroupBy(s => s.Kind).Select(kind => kind.MaxBy(s => s.Recovered(d => d.Asked)!.Mean)!)
            .Select(s => $"{s.Name} {Numbers.Interval(s.Recovered(d => d.Asked)!)} % of what is asked for and {Numbers.Interval(s.Recovered(d => d.Unasked)!)} % of what is not, with {Numbers.Short(s.Mean(d => d.Active)!.Mean)} active latents and {Numbers.Percent(s.Mean(d => d.UnexplainedVariance)!.Mean)} of the variance unexplained").ToArray();
        return kinds.Length == 0 ? null : new AnswerPoint("Each kind at its best", $"On trained networks, {string.Join("; ", kinds)}.");
    }

    private static AnswerPoint? RandomLayers(ImmutableArray<DictionarySeries> series)
    {
        var best = series.Where(s => s.Network == ProbedNetwork.Random && s.IsTrained).MaxBy(s => s.Recovered(d => d.Unasked)!.Mean);
        return best is null ? null : new AnswerPoint(
            "Random layers", $"Nothing was trained and all ANDs are equally faint. The autoencoder that recovers most of them, {best.Name}, finds {Numbers.Interval(best.Recovered(d => d.Unasked)!)} % of all {best.Count(d => d.Unasked)}, and {Numbers.Interval(best.Recovered(d => d.Features)!)} % of the features.");
    }

    private static AnswerPoint? Controls(ImmutableArray<DictionarySeries> series)
    {
        var controls = series.Where(s => s.Network == ProbedNetwork.Trained && !s.IsTrained && s.Has(d => d.Asked))
            .Select(s => $"{s.Name} {Numbers.Interval(s.Recovered(d => d.Features)!)} % of the features and {Numbers.Interval(s.Recovered(d => d.Asked)!)} % of what is asked for").ToArray();
        return controls.Length == 0 ? null : new AnswerPoint("Controls", $"On trained networks, {string.Join("; ", controls)}.");
    }

    private static AnswerPoint? DeadAndAbsorbed(ImmutableArray<DictionarySeries> series)
    {
        var said = series.Where(s => s.Network == ProbedNetwork.Trained && s.IsTrained)
            .Select(s => $"{s.Name} {Numbers.Short(s.Mean(d => 100 * d.Dead)!.Mean)} % dead, {(s.MeanOfKnown(d => 100 * d.Absorbed) is { } absorbed ? $"{Numbers.Short(absorbed.Mean)} % absorbed" : "nothing that could be absorbed")}").ToArray();
        return said.Length == 0 ? null : new AnswerPoint("Dead and absorbed", $"On trained networks: {string.Join("; ", said)}.");
    }
}
