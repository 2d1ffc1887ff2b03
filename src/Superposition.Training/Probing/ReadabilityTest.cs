using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Reads labels from a layer with least-squares probes and compares what they score with controls.</summary>
public sealed class ReadabilityTest
{
    // Labels probed at a time: with 20 000 inputs, 40 MB a matrix.
    private const int LabelsAtATime = 256;

    // Control labels that are probed in full, for their mean scores.
    private const int ScoredControls = 64;

    // Up to here a null for every number of positives; beyond, numbers this close to each other share one.
    private const int Exact = 30;
    private const double Close = 1.1;

    private readonly ProbeSettings settings;
    private readonly IReadOnlyList<int> identities;
    private readonly Folds folds;
    private readonly Seed seed;
    private readonly CancellationToken cancellation;

    /// <summary>Prepares tests on stated inputs.</summary>
    /// <param name="settings">Folds, ridge and number of control labels.</param>
    /// <param name="identities">Which of the n inputs are equal (<see cref="InputIdentity"/>).</param>
    /// <param name="seed">The seed of folds and control labels.</param>
    /// <param name="cancellation">Stops it between labels.</param>
    public ReadabilityTest(
        ProbeSettings settings, IReadOnlyList<int> identities, Seed seed, CancellationToken cancellation = default)
    {
        this.cancellation = cancellation;
        this.settings = settings;
        this.identities = identities;
        this.seed = seed;
        folds = Folds.Of(identities, settings.Folds, seed);
    }

    /// <summary>What is read of each label.</summary>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="activations_nd">The layer's activations, shape [n, d].</param>
    /// <param name="raw_nm">The raw inputs, shape [n, m], where they are known.</param>
    /// <param name="untrained_nd">The activations of the same layer before training, where they are known.</param>
    public Readability[] Read(Tensor labels_nc, Tensor activations_nd, Tensor? raw_nm, Tensor? untrained_nd)
    {
        if (activations_nd.dim() != 2 || labels_nc.dim() != 2 || activations_nd.shape[0] != identities.Count
            || labels_nc.shape[0] != identities.Count)
        {
            throw new ArgumentException(
                $"Activations and labels need one row for each of {identities.Count:N0} inputs, found the shapes "
                    + $"{Shapes.Describe(activations_nd)} and {Shapes.Describe(labels_nc)}.", nameof(activations_nd));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var a_nd = activations_nd.to(float64);
        var evidence = new ReadEvidence(
            NeuronUnits.Of(a_nd).Standardise(a_nd), raw_nm is null ? null : RawInput.AffineBasis(raw_nm.to(float64)),
            settings.Ridge, identities);
        RidgeProbe? Probe(Tensor? layer_nd) => layer_nd is null ? null : new RidgeProbe(layer_nd.to(float64), settings.Ridge, folds);
        var view = new View(
            new RidgeProbe(a_nd, settings.Ridge, folds), Probe(raw_nm), Probe(untrained_nd), evidence, (int)labels_nc.shape[1]);
        var nulls = new Dictionary<int, Null>();
        return [.. labels_nc.to(float64).split(LabelsAtATime, 1).SelectMany(some => ReadSome(some, view, nulls))];
    }

    /// <summary>The number of positives whose control labels stand for those of a label.</summary>
    private static int Like(int positives) =>
        positives <= Exact ? positives : (int)Math.Round(Exact * Math.Pow(Close, Math.Round(Math.Log((double)positives / Exact, Close))));

    private Readability[] ReadSome(Tensor labels_nc, View view, Dictionary<int, Null> nulls)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        ProbeScore[]? Scores(RidgeProbe? probe) => probe is null ? null : ProbeScore.Of(probe.HeldOut(labels_nc), labels_nc);
        var heldOut = ProbeScore.Of(view.Activations.HeldOut(labels_nc), labels_nc);
        var inSample = ProbeScore.Of(view.Activations.InSample(labels_nc), labels_nc);
        var raw = Scores(view.Raw);
        var untrained = Scores(view.Untrained);
        var evidence = view.Evidence.Of(labels_nc);
        var positives = labels_nc.sum([0]).data<double>().ToArray();
        return [.. positives.Select((count, c) =>
        {
            var like = Math.Clamp(Like((int)count), 1, identities.Count - 1);
            var control = nulls.TryGetValue(like, out var known) ? known : nulls[like] = Controls(like, view);
            return new Readability
            {
                Positives = (int)count,
                HeldOut = heldOut[c],
                InSample = inSample[c],
                Control = control.Mean,
                RawInput = raw?[c],
                Untrained = untrained?[c],
                BeyondInputR2 = view.Evidence.KnowsRaw ? evidence[c].BeyondR2 : null,
                P = control.R2.P(evidence[c].R2),
                BeyondInputP = control.BeyondR2?.P(evidence[c].BeyondR2),
                SmallestP = Math.Max(control.R2.SmallestP, control.BeyondR2?.SmallestP ?? 0),
                MemorisedR2 = Math.Max(control.R2.Upper(0.05), control.BeyondR2?.Upper(0.05) ?? 0),
            };
        })];
    }

    private Null Controls(int positives, View view)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var random = seed.Stream($"control-{positives}");
        var labels_nc = ControlLabels.Draw(identities, positives, Math.Min(ScoredControls, settings.Controls), random);
        var scores = ProbeScore.Of(view.Activations.InSample(labels_nc), labels_nc);
        var (r2, beyondR2) = view.Evidence.Null(positives, settings.Controls, random);

        // Without a tail the smallest p is one over the draws: so many are drawn that one finding among all labels is possible.
        var wanted = (int)Math.Min(200_000, 2 * view.Labels / settings.FalseDiscoveryRate);
        var isTooFew = new[] { r2, beyondR2 }.Any(sample =>
            sample is { IsConstant: false } && sample.SmallestP > settings.FalseDiscoveryRate / view.Labels);
        if (isTooFew && wanted > r2.Count)
        {
            (r2, beyondR2) = view.Evidence.Null(positives, wanted, random);
        }

        return new Null(ProbeScore.Mean(scores), r2, beyondR2);
    }

    /// <summary>Probes of a layer and of what is compared with it.</summary>
    private sealed record View(RidgeProbe Activations, RidgeProbe? Raw, RidgeProbe? Untrained, ReadEvidence Evidence, int Labels);

    /// <summary>Control labels with some number of positives: mean score, and R² and R² beyond the raw input.</summary>
    private sealed record Null(ProbeScore Mean, NullSample R2, NullSample? BeyondR2);
}
