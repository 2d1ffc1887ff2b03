using System.Collections.Immutable;
using Superposition.Experiments.AutoencoderFeatures;
using Superposition.Experiments.UnusedFeatures;
using Superposition.Reporting.Figures;
using Superposition.Reporting.Statistics;

namespace Superposition.Reporting.AutoencoderFeatures;

/// <summary>One kind of dictionary at one sparsity on one kind of network, once a seed.</summary>
/// <param name="Network">The kind of network.</param>
/// <param name="Kind">The kind of dictionary.</param>
/// <param name="Level">Its sparsity; null for controls.</param>
/// <param name="Dictionaries">One a seed; at least one.</param>
internal sealed record DictionarySeries(ProbedNetwork Network, DictionaryKind Kind, double? Level, ImmutableArray<(ulong Seed, ScoredDictionary Dictionary)> Dictionaries)
{
    /// <summary>Whether it is a trained autoencoder, not a control.</summary>
    public bool IsTrained => Level is not null;

    /// <summary>The kind and its sparsity in words.</summary>
    public string Name => Words(Kind) + (Level is { } level ? $" ({(Kind == DictionaryKind.TopK ? "k = " : "penalty ")}{Numbers.Plain(level)})" : "");

    /// <summary>Whether a kind of ground truth exists here.</summary>
    public bool Has(Func<ScoredDictionary, Recovery?> truth) => Dictionaries.All(one => truth(one.Dictionary) is not null);

    /// <summary>How many there are of a kind of ground truth.</summary>
    public int Count(Func<ScoredDictionary, Recovery?> truth) => truth(Dictionaries[0].Dictionary)!.Count;

    /// <summary>A number, mean over seeds.</summary>
    public Estimate? Mean(Func<ScoredDictionary, double> value) => Estimate.Of(Dictionaries.Select(one => value(one.Dictionary)));

    /// <summary>A number, mean over the seeds that have it.</summary>
    public Estimate? MeanOfKnown(Func<ScoredDictionary, double?> value) => Estimate.Of(Dictionaries.Select(one => value(one.Dictionary)).OfType<double>());

    /// <summary>The share that is recovered of a kind of ground truth, per cent.</summary>
    public Estimate? Recovered(Func<ScoredDictionary, Recovery?> truth) => Mean(d => 100.0 * truth(d)!.Recovered / truth(d)!.Count);

    /// <summary>The share of ANDs that no output asks for among all latents that follow a feature or an AND, per cent.</summary>
    public Estimate? UnusedAmongDiscovered() => MeanOfKnown(d => d.Features.Latents + (d.Asked?.Latents ?? 0) + d.Unasked.Latents is > 0 and var all ? 100.0 * d.Unasked.Latents / all : null);

    /// <summary>A kind of network in words.</summary>
    public static string Words(ProbedNetwork network) => network switch
    {
        ProbedNetwork.Trained => "trained",
        ProbedNetwork.Linear => "linear",
        ProbedNetwork.FrozenLayer => "frozen layer",
        _ => "random",
    };

    /// <summary>A kind of dictionary in words.</summary>
    public static string Words(DictionaryKind kind) => kind switch
    {
        DictionaryKind.Relu => "ReLU",
        DictionaryKind.TopK => "TopK",
        DictionaryKind.JumpRelu => "JumpReLU",
        DictionaryKind.Untrained => "untrained ReLU",
        DictionaryKind.Neurons => "neurons",
        DictionaryKind.PrincipalComponents => "principal components",
        _ => "random directions",
    };

    /// <summary>How a kind is drawn.</summary>
    public static Ink InkOf(DictionaryKind kind) => kind switch
    {
        DictionaryKind.Relu => new Ink("#0072B2", Glyph: Glyph.Disc),
        DictionaryKind.TopK => new Ink("#D55E00", Glyph: Glyph.Wedge),
        DictionaryKind.JumpRelu => new Ink("#009E73", Glyph: Glyph.Square),
        DictionaryKind.Untrained => new Ink("#8C6BB1", Dash.None, Glyph.Ring),
        DictionaryKind.Neurons => new Ink("#333333", Dash.None, Glyph.Cross),
        DictionaryKind.PrincipalComponents => new Ink("#8A8A8A", Dash.None, Glyph.Diamond),
        _ => new Ink("#8A8A8A", Dash.None, Glyph.Bar),
    };
}
