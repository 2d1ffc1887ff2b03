using System.Collections.Immutable;
using Superposition.Autoencoders;
using Superposition.Experiments.UnusedFeatures;

namespace Superposition.Experiments.AutoencoderFeatures;

/// <summary>Every dictionary of one network's layer.</summary>
public sealed record AutoencoderFeaturesRecord : CellRecord
{
    /// <summary>What is known of the network.</summary>
    public required ProbedNetwork Network { get; init; }

    /// <summary>How many inputs were looked at.</summary>
    public int Inputs { get; init; }

    /// <summary>Autoencoders and controls.</summary>
    public ImmutableArray<ScoredDictionary> Dictionaries { get; init; } = [];
}

/// <summary>Where a dictionary comes from.</summary>
public enum DictionaryKind
{
    /// <summary>A trained ReLU autoencoder.</summary>
    Relu,

    /// <summary>A trained TopK autoencoder.</summary>
    TopK,

    /// <summary>A trained JumpReLU autoencoder.</summary>
    JumpRelu,

    /// <summary>A ReLU autoencoder before training.</summary>
    Untrained,

    /// <summary>The neurons themselves.</summary>
    Neurons,

    /// <summary>Principal components.</summary>
    PrincipalComponents,

    /// <summary>Random directions.</summary>
    RandomDirections,
}

/// <summary>One dictionary.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="UnexplainedVariance">The share of variance that the reconstruction leaves.</param>
/// <param name="Active">Active latents an input.</param>
/// <param name="Dead">The share of latents that are never active.</param>
/// <param name="Unexplained">Latents that follow nothing that is known.</param>
/// <param name="Features">What became of the features themselves.</param>
/// <param name="Unasked">What became of ANDs that no output asks for.</param>
/// <param name="Level">How sparse: the weight of the penalty, or k; null for controls.</param>
/// <param name="Absorbed">Mean absorption of recovered features; null where there can be none.</param>
/// <param name="Asked">What became of ANDs that outputs ask for; null where there are none.</param>
public sealed record ScoredDictionary(
    DictionaryKind Kind, double UnexplainedVariance, double Active, double Dead, int Unexplained, Recovery Features, Recovery Unasked, double? Level = null, double? Absorbed = null, Recovery? Asked = null)
{
    /// <summary>The score of a dictionary, by kinds of ground truth.</summary>
    internal static ScoredDictionary Of(DictionaryKind kind, double? level, GroundTruthScore score, double followsAt, int features, IReadOnlyList<bool> isAsked)
    {
        Recovery Part(IEnumerable<int> places)
        {
            int[] own = [.. places];
            return new Recovery(own.Length, own.Count(j => score.Best[j] >= followsAt), own.Average(j => score.Matched[j]), own.Sum(j => score.Followers[j]));
        }

        var pairs = Enumerable.Range(0, isAsked.Count);
        return new ScoredDictionary(
            kind, score.UnexplainedVariance, score.Active, score.Dead, score.Unexplained,
            Part(Enumerable.Range(0, features)),
            Part(pairs.Where(i => !isAsked[i]).Select(i => features + i)),
            level,
            score.Absorbed,
            isAsked.Any(asked => asked) ? Part(pairs.Where(i => isAsked[i]).Select(i => features + i)) : null);
    }
}

/// <summary>What became of some known features in a dictionary.</summary>
/// <param name="Count">How many features.</param>
/// <param name="Recovered">How many are followed by some latent.</param>
/// <param name="Mcc">The mean correlation of each with its own latent (optimal assignment).</param>
/// <param name="Latents">How many latents follow one of them.</param>
public sealed record Recovery(int Count, int Recovered, double Mcc, int Latents);
