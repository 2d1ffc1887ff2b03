using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// What probes read of labels at a site: in all of its activations, and in the part of them that nothing that follows can see.
/// </summary>
/// <param name="Read">For each label what is read of it; null where it cannot be judged.</param>
/// <param name="Hidden">
/// The same where nothing is seen; null when what follows sees every living dimension, or no label can be judged.
/// </param>
internal sealed record SiteReading(Readability?[] Read, NullSpaceCertificate?[]? Hidden)
{
    /// <summary>Reads c labels with probes by cross-validation, each compared with control labels.</summary>
    /// <param name="settings">Folds, ridge and number of control labels.</param>
    /// <param name="identities">Which inputs are equal.</param>
    /// <param name="seed">The seed of folds and control labels.</param>
    /// <param name="labels_nc">The labels, float64, shape [n, c].</param>
    /// <param name="problems">Why a label cannot be judged, or null.</param>
    /// <param name="activations_nd">The activations, float64, shape [n, d].</param>
    /// <param name="raw_nm">The raw inputs, where they are known.</param>
    /// <param name="untrained_nd">The activations before training, where they are known.</param>
    /// <param name="units">The neurons' units.</param>
    /// <param name="rowSpace_kd">What following weights see, in these units.</param>
    /// <param name="cancellation">Stops it between labels.</param>
    public static SiteReading Of(
        ProbeSettings settings, IReadOnlyList<int> identities, Seed seed, Tensor labels_nc, IReadOnlyList<string?> problems,
            Tensor activations_nd, Tensor? raw_nm, Tensor? untrained_nd, NeuronUnits units, Tensor rowSpace_kd,
            CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        long[] judged = [.. Enumerable.Range(0, problems.Count).Where(c => problems[c] is null)];
        if (judged.Length == 0)
        {
            return new SiteReading(new Readability?[problems.Count], null);
        }

        var test = new ReadabilityTest(settings, identities, seed, cancellation);
        var judged_nc = labels_nc.index_select(1, tensor(judged, int64));
        Readability?[] Placed(Readability[] found)
        {
            var all = new Readability?[problems.Count];
            for (var i = 0; i < judged.Length; i++)
            {
                all[judged[i]] = found[i];
            }

            return all;
        }

        var read = Placed(test.Read(judged_nc, activations_nd, raw_nm, untrained_nd));
        var unseen = (int)(units.Scale_1d > 0).sum().item<long>() - (int)rowSpace_kd.shape[0];
        if (unseen <= 0)
        {
            return new SiteReading(read, null);
        }

        var hidden = Placed(test.Read(judged_nc, ReadSubspace.Hidden(units.Standardise(activations_nd), rowSpace_kd), raw_nm, null));
        return new SiteReading(read, [.. hidden.Select(r => r is null ? null : new NullSpaceCertificate(unseen, r))]);
    }
}
