using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;

namespace Superposition.Verification;

/// <summary>Claims about whole circuits in one layer (T6).</summary>
public static class CircuitClaims
{
    private const string Source = "arXiv 2408.05451, circuits in one layer; error derived here";

    // One gate of each kind, no two with a feature in common.
    private const string Gates = """
        features 24
        parity = xor x0 x1
        any = or x2 x3 x4
        only = table 0010 x5 x6
        most = maj x7 x8 x9
        p = and x10 x11
        q = and x12 x13
        either = or p q
        three = and x14 x15 x16
        outputs parity any only most either three
        """;

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        new()
        {
            Id = "circuit-moebius",
            Subject = "T6",
            Source = "arXiv 2408.05451, circuits in one layer",
            Statement =
                "A circuit is a sum of ANDs: inputs on which it differs from its Möbius polynomial (6 kinds of gates, 24 features, all "
                + "inputs with at most 4 active)",
            Predicted = 0,
            Relation = Relation.AtMost,
            Measure = _ => Disagreements(),
        },
        new()
        {
            Id = "circuit-quiet-std",
            Subject = "T6",
            Source = Source,
            Statement =
                "Noise of outputs none of whose features is active, √(Σ_T c_T² κ_t²/n_t): measured over predicted rms (24 features, "
                + "at most 3 active, 4096 neurons)",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 0.13,
            Measure = seed => Measure(4096, 3, seed, out var predicted)["quiet"].Rms / predicted,
        },
        new()
        {
            Id = "circuit-root-width",
            Subject = "T6",
            Source = Source,
            Statement =
                "The error of all outputs falls as 1/√N: rms with 1024 over rms with 9216 neurons (24 features, at most 3 active, 4 "
                + "networks each)",
            Predicted = 3,
            Relation = Relation.Near,
            Within = 0.4,
            Measure = seed => RmsOfFour(1024, seed) / RmsOfFour(9216, seed),
        },
        new()
        {
            Id = "circuit-least-squares",
            Subject = "T6",
            Source = "derived here",
            Statement =
                "A least-squares read-off of the same layer needs a fifth of the analytic one's error: ratio of rms (24 features, all "
                + "inputs with at most 3 active, 512 neurons)",
            Predicted = 0.2,
            Relation = Relation.AtMost,
            Measure = LeastSquaresRatio,
        },
        new()
        {
            Id = "circuit-at-128-features",
            Subject = "T6",
            Source = Source,
            Statement =
                "128 features, at most 4 active, 16384 neurons, analytic read-off: rms over XOR, OR3, a∧¬b, MAJ3, (a∧b)∨(c∧d) "
                    + "and AND3",
            Predicted = 0.11,
            Relation = Relation.AtMost,
            IsSlow = true,
            Measure = seed => Measure(16_384, 4, seed, out _, features: 128).Rms,
        },
    ];

    private static BooleanCircuit Circuit(int features) =>
        CircuitText.Parse(Gates.Replace("features 24", $"features {features}", StringComparison.Ordinal), "gates");

    private static double Disagreements()
    {
        var circuit = Circuit(24);
        var polynomials = MultilinearPolynomial.OfAll(circuit, active: 4);
        var wrong = 0;
        foreach (var batch in new SparseInputs(24, 4, Sparsity.AtMost).All(4096))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var values = circuit.Evaluate(batch[i]);
                for (var output = 0; output < values.Length; output++)
                {
                    wrong += polynomials[output].Evaluate(batch[i]) == (values[output] ? 1 : 0) ? 0 : 1;
                }
            }
        }

        return wrong;
    }

    private static ErrorReport Measure(int neurons, int active, Seed seed, out double predictedQuiet, int features = 24)
    {
        var circuit = Circuit(features);
        var inputs = new SparseInputs(features, active, Sparsity.AtMost);
        var polynomials = MultilinearPolynomial.OfAll(circuit, active);
        var banks = CircuitLayer.Allocate(polynomials, inputs, neurons);
        predictedQuiet = CircuitLayer.PredictedQuietRms(polynomials, inputs, banks);
        using var network = Build(polynomials, inputs, banks, seed);
        return OutputErrors.Measure(network, circuit, InputSample.AllUpTo(inputs, 3000, seed.For("measurement")));
    }

    private static double RmsOfFour(int neurons, Seed seed) =>
        Math.Sqrt(Enumerable.Range(0, 4).Average(i => Math.Pow(Measure(neurons, 3, seed.For($"network:{i}"), out _).Rms, 2)));

    private static double LeastSquaresRatio(Seed seed)
    {
        var circuit = Circuit(24);
        var inputs = new SparseInputs(24, 3, Sparsity.AtMost);
        var polynomials = MultilinearPolynomial.OfAll(circuit, active: 3);
        using var analytic = Build(polynomials, inputs, CircuitLayer.Allocate(polynomials, inputs, 512), seed);
        using var fitted = LeastSquares.Refit(analytic, circuit, InputSample.All(inputs));
        return OutputErrors.Measure(fitted, circuit, InputSample.All(inputs)).Rms / OutputErrors.Measure(
            analytic, circuit, InputSample.All(inputs)).Rms;
    }

    private static ReluNetwork Build(
        IReadOnlyList<MultilinearPolynomial> polynomials, SparseInputs inputs, IReadOnlyList<AndBank> banks, Seed seed)
    {
        return CircuitLayer.Build(polynomials, inputs, banks, seed);
    }
}
