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

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
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
        .. from neurons in new[] { 256, 512, 1024 } select Mixed(neurons, null),
        .. from neurons in new[] { 256, 512, 1024 } select Mixed(neurons, 2 * neurons),
        new()
        {
            Id = "targeted-mixed-silent",
            Subject = "targeted",
            Source = Source,
            Statement =
                "With K the largest fan-in an AND of three that lacks a member is not heard: worst error on two of its members and nothing "
                + "else (256 features, 128 ANDs of 2 and of 3, 2,048 neurons, one AND each, K = 3)",
            Predicted = 0.05,
            Relation = Relation.AtMost,
            Measure = seed => NearMiss(3, seed),
        },
        new()
        {
            Id = "targeted-mixed-leaks",
            Subject = "targeted",
            Source = Source,
            Statement = "The same with K = 2, with which two of three members bring 4/3 and leave 1/3",
            Predicted = 1.0 / 3,
            Relation = Relation.Near,
            Within = 0.02,
            Measure = seed => NearMiss(2, seed),
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

    private static Claim Mixed(int neurons, int? dimension) => new()
    {
        Id = $"targeted-mixed-{(dimension is null ? "basis" : "superposed")}-quiet-d{neurons}",
        Subject = "targeted",
        Source = Source,
        Statement =
            "ANDs of 2 and of 3 features on one set of neurons, weights 3/k and bias −2: standard deviation where no feature of an AND "
            + $"is active ({neurons} features{(dimension is null ? "" : $" in {dimension} dimensions")}, {neurons / 2} ANDs of each fan-in,"
            + $" exactly 4 active, {neurons} neurons, groups of 8)",
        Predicted =
            TargetedCircuitLayer.PredictedQuietStd(MixedDesign(neurons, neurons, dimension, null), MultilinearPolynomial.And([0, 1, 2])),
        Relation = Relation.Near,
        Tolerance = 0.08,
        Measure = seed => Math.Sqrt(Enumerable.Range(0, 4).Average(draw => Math.Pow(
            MixedErrors(
                MixedDesign(neurons, neurons, dimension, null), neurons,
                seed.For(FormattableString.Invariant($"draw-{draw}")))["quiet"].Std, 2))),
    };

    private static TargetedCircuitDesign MixedDesign(int size, int neurons, int? dimension, double? level) =>
        new(
            new SparseInputs(size, 4, Sparsity.Exactly), MultilinearPolynomial.OfAll(MixedAnds(size), active: 4), neurons, GroupSize: 8)
        {
            Level = level,
            Encoding = dimension is { } d0 ? new EncodingSize(EncodingKind.Gaussian, d0) : null,
        };

    private static ErrorReport MixedErrors(TargetedCircuitDesign design, int size, Seed seed)
    {
        using var network = TargetedCircuitLayer.Build(design, seed);
        return OutputErrors.Measure(network, MixedAnds(size), InputSample.Drawn(design.Inputs, 1000, seed.For("measurement")));
    }

    /// <summary>The worst error on inputs with two members of a chosen AND of three active and nothing else.</summary>
    private static double NearMiss(double level, Seed seed)
    {
        const int size = 256;
        var design = MixedDesign(size, 8 * size, null, level);
        using var network = TargetedCircuitLayer.Build(design, seed);
        var misses = design.Outputs.Select(output => output.Terms[0].Features).Where(set => set.Length == 3).ToArray();
        var inputs = InputSample.Given(
            new SparseInputs(size, 2, Sparsity.Exactly),
            new ActiveSets([.. misses.SelectMany(set => set.Take(2))], [.. Enumerable.Range(0, misses.Length + 1).Select(i => 2 * i)]));
        return OutputErrors.Measure(network, MixedAnds(size), inputs).Epsilon;
    }

    /// <summary>As many ANDs as features, of two and of three features in turn.</summary>
    private static BooleanCircuit MixedAnds(int size)
    {
        var random = new Seed(12).Stream("mixed");
        var lines = Enumerable.Range(0, size).Select(gate =>
        {
            var set = new int[gate % 2 == 0 ? 2 : 3];
            Combinations.Draw(size, random, set);
            return FormattableString.Invariant($"g{gate} = and {string.Join(' ', set.Select(f => FormattableString.Invariant($"x{f}")))}");
        });
        return CircuitText.Parse(
            string.Join(
                '\n',
                [FormattableString.Invariant($"features {size}"), .. lines,
                    $"outputs {string.Join(' ', Enumerable.Range(0, size).Select(g => FormattableString.Invariant($"g{g}")))}"]),
            "mixed fan-ins");
    }

    private static Claim Spread(TargetedDesign design, string inputClass, double tolerance)
    {
        var state = design.Encoding is { } encoding ? $" in {encoding.Dimension} dimensions" : "";

        // Errors of superposed inputs share the luck of one encoding.
        var networks = design.Encoding is null ? 1 : 6;
        return new Claim
        {
            Id = $"targeted-{(design.Encoding is null ? "basis" : "superposed")}-{inputClass}-d{design.Neurons}",
            Subject = "targeted",
            Source = Source,
            Statement =
                $"ANDs of {design.Targets.Count} chosen pairs: standard deviation with {inputClass} of the pair active "
                + $"({design.Inputs.Features} features{state}, exactly {design.Inputs.Active} active, {design.Neurons} neurons, groups "
                + $"of {design.GroupSize}{(networks == 1 ? "" : $", {networks} networks")})",
            Predicted = TargetedPrediction.Predict(design)[inputClass].Std,
            Relation = Relation.Near,
            Tolerance = tolerance,
            Measure = seed => Math.Sqrt(Enumerable.Range(0, networks).Average(draw => Math.Pow(Errors(
                design, draw == 0 ? seed : seed.For(FormattableString.Invariant($"draw-{draw}")))[inputClass].Std, 2))),
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
