using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>Reads labels from a layer with least-squares probes and holds what they score against controls.</summary>
public sealed class ReadabilityTest
{
    // Labels probed at a time: with 20 000 inputs, 40 MB a matrix.
    private const int LabelsAtATime = 256;

    private readonly ProbeSettings settings;
    private readonly RidgeProbe probe;
    private readonly IReadOnlyList<int> identities;
    private readonly Folds folds;
    private readonly Seed seed;

    /// <summary>Prepares tests on stated inputs.</summary>
    /// <param name="settings">Folds, ridge and number of control labels.</param>
    /// <param name="identities">Which of the n inputs are equal (<see cref="InputIdentity"/>).</param>
    /// <param name="seed">The seed of folds and control labels.</param>
    public ReadabilityTest(ProbeSettings settings, IReadOnlyList<int> identities, Seed seed)
    {
        this.settings = settings;
        this.identities = identities;
        this.seed = seed;
        folds = Folds.Of(identities, settings.Folds, seed);
        probe = new RidgeProbe(settings.Ridge);
    }

    /// <summary>What is read of each label.</summary>
    /// <param name="labels_nc">Zeros and ones, shape [n, c].</param>
    /// <param name="activations_nd">The layer's activations, shape [n, d].</param>
    /// <param name="raw_nm">The raw inputs, shape [n, m], where they are known.</param>
    /// <param name="untrained_nd">The activations of the same layer before training, where they are known.</param>
    public Readability[] Read(Tensor labels_nc, Tensor activations_nd, Tensor? raw_nm, Tensor? untrained_nd)
    {
        if (activations_nd.dim() != 2 || labels_nc.dim() != 2 || activations_nd.shape[0] != identities.Count || labels_nc.shape[0] != identities.Count)
        {
            throw new ArgumentException(
                $"Activations and labels need one row for each of {identities.Count:N0} inputs, found the shapes {Shapes.Describe(activations_nd)} and {Shapes.Describe(labels_nc)}.", nameof(activations_nd));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var a_nd = activations_nd.to(float64);
        var basis_nk = raw_nm is null ? null : RawInput.AffineBasis(raw_nm.to(float64));
        var view = new View(a_nd, raw_nm?.to(float64), untrained_nd?.to(float64), basis_nk, basis_nk is null ? null : RawInput.Beyond(a_nd, basis_nk));
        var nulls = new Dictionary<int, Null>();
        return [.. labels_nc.to(float64).split(LabelsAtATime, 1).SelectMany(some => ReadSome(some, view, nulls))];
    }

    private Readability[] ReadSome(Tensor labels_nc, View view, Dictionary<int, Null> nulls)
    {
        using var scope = NewDisposeScope();
        var heldOut = ProbeScore.Of(probe.HeldOut(view.Activations, labels_nc, folds), labels_nc);
        var inSample = ProbeScore.Of(probe.InSample(view.Activations, labels_nc), labels_nc);
        var raw = view.Raw is { } raw_nm ? ProbeScore.Of(probe.HeldOut(raw_nm, labels_nc, folds), labels_nc) : null;
        var untrained = view.Untrained is { } untrained_nd ? ProbeScore.Of(probe.HeldOut(untrained_nd, labels_nc, folds), labels_nc) : null;
        var beyond = BeyondR2(labels_nc, view);
        var positives = labels_nc.sum([0]).data<double>().ToArray();
        var read = new Readability[heldOut.Length];
        for (var c = 0; c < read.Length; c++)
        {
            var control = nulls.TryGetValue((int)positives[c], out var known) ? known : nulls[(int)positives[c]] = Controls((int)positives[c], view);
            read[c] = new Readability
            {
                HeldOut = heldOut[c],
                InSample = inSample[c],
                Control = control.Mean,
                RawInput = raw?[c],
                Untrained = untrained?[c],
                BeyondInputR2 = beyond?[c],
                P = MonteCarlo.P(inSample[c].R2, control.R2),
                BeyondInputP = beyond is null ? null : MonteCarlo.P(beyond[c], control.BeyondR2),
            };
        }

        return read;
    }

    private Null Controls(int positives, View view)
    {
        var random = seed.Stream($"control-{positives}");
        var scores = new List<ProbeScore>();
        var beyond = new List<double>();
        for (var drawn = 0; drawn < settings.Controls; drawn += LabelsAtATime)
        {
            using var scope = NewDisposeScope();
            var labels_nc = ControlLabels.Draw(identities, positives, Math.Min(LabelsAtATime, settings.Controls - drawn), random);
            scores.AddRange(ProbeScore.Of(probe.InSample(view.Activations, labels_nc), labels_nc));
            beyond.AddRange(BeyondR2(labels_nc, view) ?? []);
        }

        return new Null(ProbeScore.Mean(scores), [.. scores.Select(s => s.R2).Order()], [.. beyond.Order()]);
    }

    private double[]? BeyondR2(Tensor labels_nc, View view)
    {
        if (view.RawBasis is not { } basis_nk || view.Beyond is not { } beyond_nd)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var rest_nc = RawInput.Beyond(labels_nc, basis_nk);
        var left_c = rest_nc.square().sum([0]);
        var unexplained_c = (rest_nc - probe.InSample(beyond_nd, rest_nc)).square().sum([0]);

        // A label that is itself affine in the raw input has nothing beyond it.
        return where(left_c > 0, 1 - (unexplained_c / left_c.clamp_min(1e-300)), zeros_like(left_c)).data<double>().ToArray();
    }

    /// <summary>A layer in double precision, and what is left of it without the raw input.</summary>
    private sealed record View(Tensor Activations, Tensor? Raw, Tensor? Untrained, Tensor? RawBasis, Tensor? Beyond);

    /// <summary>Control labels with some number of positives: mean score, and R² and R² beyond the raw input in increasing order.</summary>
    private sealed record Null(ProbeScore Mean, double[] R2, double[] BeyondR2);
}
