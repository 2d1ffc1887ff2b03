using System.Collections.Immutable;
using Superposition.AlgebraicCodes;
using Superposition.AttentionKeys;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.TargetedAnds;
using Superposition.UniversalAnd;

namespace Superposition.Cli.Commands;

/// <summary>A construction that can take a network's place: its name, and the network for a seed.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Build">Draws it, with the outputs of the network that it is compared with.</param>
internal sealed record ComparedConstruction(string Kind, Func<Seed, ReluNetwork> Build);

/// <summary>The constructions that compute what a network computes, at its width.</summary>
internal static class ComparedConstructions
{
    private const int GroupSize = 8;

    // Rows of the read-offs that are written out: 80 MB.
    private const long MaxReadOffWeights = 20_000_000;

    /// <summary>All of them: the universal ones for ANDs of pairs, and those that are made for chosen functions.</summary>
    /// <exception cref="ConstructionFailedException">Nothing here computes its functions.</exception>
    public static ImmutableArray<ComparedConstruction> For(LoadedNetwork loaded, SparseInputs inputs, CancellationToken cancellation)
    {
        var (targets, neurons) = (loaded.Task.Boolean, loaded.Network.Neurons);
        var encoding = loaded.Network.Encoding is { } encoding_em
            ? new EncodingSize(EncodingKind.Gaussian, (int)encoding_em.shape[0])
            : null;
        if (targets is PairAnds pairs)
        {
            return
            [
                .. UniversalAndConstructions.All.Where(construction => construction.UsesEncoding == (encoding is not null))
                    .Select(construction => Universal(construction, pairs, inputs, neurons)),
                .. encoding is null ? [new("code", _ => Code(pairs, inputs, neurons))] : (ComparedConstruction[])[],
                .. Chosen(),
            ];
        }

        return Chosen();

        ImmutableArray<ComparedConstruction> Chosen()
        {
            var outputs = OutputPolynomials.Of(targets, inputs.Active, cancellation);
            Func<Seed, ReluNetwork> Written(Func<Seed, ReluNetwork> build) => seed => (long)neurons * outputs.Length <= MaxReadOffWeights
                ? build(seed)
                : throw new ConstructionFailedException(
                    $"{outputs.Length:N0} rows of {neurons:N0} numbers are too many to be written out, expected at most "
                        + $"{MaxReadOffWeights:N0} numbers.");
            var targeted = new ComparedConstruction("targeted", Written(seed => TargetedCircuitLayer.Build(
                new TargetedCircuitDesign(inputs, outputs, neurons, Math.Min(GroupSize, Math.Max(1, neurons / 2))) { Encoding = encoding },
                seed)));
            return encoding is not null
                ? [targeted]
                :
                [
                    new("circuit", Written(seed =>
                        CircuitLayer.Build(outputs, inputs, CircuitLayer.Allocate(outputs, inputs, neurons), seed))),
                    new("one-bank", Written(seed =>
                        CircuitLayer.Build(outputs, inputs, CircuitLayer.AllocateOneBank(outputs, inputs, neurons), seed))),
                    targeted,
                    new("keys", Written(_ => UniversalKeys.Head(inputs, outputs))),
                ];
        }
    }

    private static ComparedConstruction Universal(
        IUniversalAndConstruction construction, PairAnds pairs, SparseInputs inputs, int neurons) => new(construction.Kind, seed =>
    {
        var all = construction.Build(
            new UniversalAndSize(inputs, construction.RequiredNeurons(inputs.Features) ?? neurons), seed.For(construction.Kind));
        if (pairs.AreAll)
        {
            return all;
        }

        using (all)
        {
            return all.WithReadOff(((PairReadOff)all.ReadOff).For(pairs));
        }
    });

    /// <summary>The code with the most hashes that fit in so many neurons.</summary>
    private static ReluNetwork Code(PairAnds pairs, SparseInputs inputs, int neurons)
    {
        // With three active features fewer than three hashes are no code.
        var fewest = inputs.Active > 2 ? 3 : 1;
        HashLayer? best = null;
        try
        {
            for (var hashes = fewest; Layer(hashes) is var layer && layer.Neurons <= neurons; hashes++)
            {
                best = layer;
            }
        }
        catch (ConstructionFailedException) when (best is not null)
        {
            // No field has one more hash.
        }

        return (best ?? throw new ConstructionFailedException(
            $"code: {(fewest == 1 ? "one hash" : "three hashes")} of {inputs.Features} features {(fewest == 1 ? "takes" : "take")} "
                + $"{Layer(fewest).Neurons} neurons, more than the {neurons} here.")).ToIntegers().ToNetwork(pairs);

        HashLayer Layer(int hashes) => HashChoice.ForFeatures(inputs.Features, hashes, inputs.Active);
    }
}
