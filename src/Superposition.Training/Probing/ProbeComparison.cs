using System.Collections.Immutable;
using System.ComponentModel;
using Superposition.Booleans;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Kinds of linear probes.</summary>
public enum ProbeKind
{
    /// <summary>Least squares with a ridge: what verdicts rest on.</summary>
    [Description("Least squares with a ridge.")]
    Ridge,

    /// <summary>The difference between the mean activations of positives and of negatives.</summary>
    [Description("Difference of means.")]
    MeanDifference,

    /// <summary>Logistic regression of the label on the activations.</summary>
    [Description("Logistic regression.")]
    Logistic,

    /// <summary>The smallest worst error, by a linear program.</summary>
    [Description("Smallest worst error, by a linear program.")]
    Minimax,
}

/// <summary>What one kind of probe scores on every label, on inputs that it was not fitted on.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="HeldOut">Its score on each label, in order; null for a label that cannot be judged.</param>
public sealed record ProbeKindScores(ProbeKind Kind, ImmutableArray<ProbeScore?> HeldOut);

/// <summary>
/// Probes of several kinds on the same labels and folds: a finding that depends on the kind of probe is a finding about the probe.
/// </summary>
public static class ProbeComparison
{
    // Microsoft.ML's own default.
    private const float LogisticPenalty = 1;

    /// <summary>
    /// Held-out scores. Least squares and difference of means are products of matrices; the other two are fitted label by label and fold by
    /// fold.
    /// </summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="activations_nd">Shape [n, d].</param>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="identities">Which inputs are equal (<see cref="InputIdentity"/>).</param>
    /// <param name="settings">Folds and ridge.</param>
    /// <param name="seed">The seed of the folds.</param>
    public static ImmutableArray<ProbeKindScores> HeldOut(
        IEnumerable<ProbeKind> kinds, Tensor activations_nd, Tensor labels_nc, IReadOnlyList<int> identities,
            ProbeSettings settings, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var problems = JudgeableLabels.Problems(labels_nc, identities, settings.Folds);
        int[] judged = [.. Enumerable.Range(0, problems.Length).Where(c => problems[c] is null)];
        if (judged.Length == 0)
        {
            return [.. kinds.Select(kind => new ProbeKindScores(kind, [.. new ProbeScore?[problems.Length]]))];
        }

        var (a_nd, y_nc) =
            (activations_nd.to(float64), labels_nc.to(float64).index_select(1, tensor(judged.Select(c => (long)c).ToArray(), int64)));
        var folds = Folds.Of(identities, settings.Folds, seed);
        ProbeKind[] all = [.. kinds];
        var running = all.Select(kind => new OnASecondThread<ProbeScore[]>(stop => Scores(kind, stop))).ToArray();
        try
        {
            return [.. all.Zip(running, (kind, scores) => new ProbeKindScores(kind, Place(judged, problems.Length, scores.Result)))];
        }
        finally
        {
            Array.ForEach(running, scores => scores.Dispose());
        }

        ProbeScore[] Scores(ProbeKind kind, CancellationToken stop)
        {
            using var own = NewDisposeScope();
            using var none = no_grad();
            return kind switch
            {
                ProbeKind.Ridge => ProbeScore.Of(new RidgeProbe(a_nd, settings.Ridge, folds).HeldOut(y_nc), y_nc),
                ProbeKind.MeanDifference => ProbeScore.Of(MeanDifferenceProbe.HeldOut(a_nd, y_nc, folds), y_nc),
                ProbeKind.Logistic => LabelByLabel(y_nc, labels =>
                    new LogisticProbe(LogisticPenalty).HeldOut(a_nd, labels, folds, seed), stop),
                ProbeKind.Minimax => LabelByLabel(y_nc, labels => MinimaxProbe.HeldOut(a_nd, labels, folds), stop),
                _ => throw new ArgumentOutOfRangeException(nameof(kinds), kind, "There is no such probe."),
            };
        }
    }

    private static ImmutableArray<ProbeScore?> Place(int[] places, int count, ProbeScore[] scores)
    {
        var all = new ProbeScore?[count];
        for (var i = 0; i < places.Length; i++)
        {
            all[places[i]] = scores[i];
        }

        return [.. all];
    }

    private static ProbeScore[] LabelByLabel(Tensor labels_nc, Func<bool[], double[]> values, CancellationToken stop) =>
        [.. Enumerable.Range(0, (int)labels_nc.shape[1]).Select(c =>
    {
        stop.ThrowIfCancellationRequested();
        var labels = labels_nc.select(1, c).contiguous().data<double>().ToArray();
        return ProbeScore.Of(values([.. labels.Select(label => label > 0.5)]), labels);
    })];
}
