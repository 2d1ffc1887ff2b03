using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.TargetedAnds;

namespace Superposition.Verification;

/// <summary>Claims about ANDs of chosen pairs, where they win, where they lose, and the bridge to universal ones.</summary>
public static class TargetedClaims
{
    private const string Source = "arXiv 2408.05451, targeted ANDs; constants derived here";

    /// <summary>All of them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        .. from neurons in new[] { 512, 1024, 2048 } select Spread(Design(512, 3, neurons, neurons, 12, null), "one", 0.03),
        .. from neurons in new[] { 512, 1024, 2048 } select Spread(Design(512, 2, 512, neurons, 8, neurons), "one", 0.05),
        .. from neurons in new[] { 512, 1024, 2048 } select Spread(Design(512, 2, 512, neurons, 8, neurons), "none", 0.05),
        new()
        {
            Id = "targeted-quieter-than-projection",
            Subject = "targeted",
            Source = Source,
            Statement =
                "With superposed inputs and two gates a feature, gates that are not active read 3 times quieter than by mean-subtracted "
                + "random projections of the same width: ratio of rms (512 features, gates, neurons and dimensions, exactly 3 active)",
            Predicted = 3,
            Relation = Relation.AtLeast,
            Measure = seed => Projection(seed)["none"].Rms / Errors(Design(512, 3, 512, 512, 8, 512), seed)["none"].Rms,
        },
        new()
        {
            Id = "targeted-loses-on-basis-inputs",
            Subject = "targeted",
            Source = Source,
            Statement =
                "On basis-aligned inputs and eight gates a feature they are noisier than mean-subtracted signs of the same width, which "
                + "compute every pair: ratio of rms (128 features, 512 gates, 1024 neurons, exactly 3 active)",
            Predicted = 1,
            Relation = Relation.AtLeast,
            Measure = seed => Errors(Design(128, 3, 512, 1024, 8, null), seed)["one"].Rms / SpreadClaim.Measure(
                "sign-mean-subtracted", SpreadClaim.Size(128, 3, 1024), 100, seed)["one"].Rms,
        },
        new()
        {
            Id = "targeted-bridge-optimum-inside",
            Subject = "targeted",
            Source = "derived here",
            Statement =
                "Between universal and targeted at a fixed load the best is inside: rms of the gates' errors at λ = 1/2 over the better "
                + "of λ = 0 and 1 (256 features and gates, 512 neurons, load 10, exactly 3 active)",
            Predicted = 1,
            Relation = Relation.AtMost,
            Measure = seed => Bridge(0.5, seed) / Math.Min(Bridge(0, seed), Bridge(1, seed)),
        },
    ];

    private static Claim Spread(TargetedDesign design, string inputClass, double tolerance)
    {
        var state = design.Encoding is { } encoding ? $" in {encoding.Dimension} dimensions" : "";
        return new Claim
        {
            Id = $"targeted-{(design.Encoding is null ? "basis" : "superposed")}-{inputClass}-d{design.Neurons}",
            Subject = "targeted",
            Source = Source,
            Statement =
                $"ANDs of {design.Targets.Count} chosen pairs: standard deviation with {inputClass} of the pair active "
                + $"({design.Inputs.Features} features{state}, exactly {design.Inputs.Active} active, {design.Neurons} neurons, groups "
                + $"of {design.GroupSize})",
            Predicted = TargetedPrediction.Predict(design)[inputClass].Std,
            Relation = Relation.Near,
            Tolerance = tolerance,
            Measure = seed => Errors(design, seed)[inputClass].Std,
        };
    }

    private static TargetedDesign Design(int features, int active, int gates, int neurons, int size, int? dimension) =>
        new(
            new SparseInputs(features, active, Sparsity.Exactly),
            PairAnds.Draw(features, gates, new Seed(11).Stream("gates")), neurons, size)
        {
            Encoding = dimension is { } d0 ? new EncodingSize(EncodingKind.Gaussian, d0) : null,
        };

    private static ErrorReport Errors(TargetedDesign design, Seed seed)
    {
        using var network = TargetedLayer.Build(design, seed);
        return OutputErrors.Measure(network, design.Targets, InputSample.Drawn(design.Inputs, 400, seed.For("measurement")));
    }

    private static ErrorReport Projection(Seed seed)
    {
        var design = Design(512, 3, 512, 512, 8, 512);
        using var network = SpreadClaim.Build("superposed-projection-mean-subtracted", SpreadClaim.Size(512, 3, 512, 512), seed);
        using var read = network.WithReadOff(((PairReadOff)network.ReadOff).For(design.Targets).ToDense());
        return OutputErrors.Measure(read, design.Targets, InputSample.Drawn(design.Inputs, 400, seed.For("measurement")));
    }

    /// <summary>Root mean square over classes of the rms of each, so that the many pairs that are not active do not decide alone.</summary>
    private static double Bridge(double lambda, Seed seed)
    {
        var inputs = new SparseInputs(256, 3, Sparsity.Exactly);
        var gates = PairAnds.Draw(256, 256, seed.Stream("gates"));
        using var network = BridgeLayer.Build(256, gates, gates, 512, load: 10, lambda, seed);
        var errors = OutputErrors.Measure(network, gates, PlantedInputs.Draw(inputs, gates, 400, seed.For("measurement")));
        return Math.Sqrt(errors.Classes.Average(c => c.Errors.Rms * c.Errors.Rms));
    }
}
