using System.Collections.Immutable;
using System.Numerics;
using Superposition.Booleans;
using Superposition.DeepCircuits;
using Superposition.ErrorCorrection;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Verification;

/// <summary>Claims about the measuring instruments, on cases that are small enough to be worked out by hand.</summary>
public static class MeasurementClaims
{
    private const string Source = "worked out by hand";
    private const int MissedOn = 7;
    private const int FalseOn = 5;
    private static readonly SparseInputs TwoOfSix = new(6, 2, Sparsity.AtMost);

    /// <summary>The claims of this group, in the order in which <c>verify</c> lists them.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        ByHand(
            "epsilon-of-outputs",
            "½(b_k + b_l) − ¼ errs by ¼ on every input: the ε that is measured (all 15 pairs of 6 features, s ≤ 2)",
            0.25, 1e-6,
            () => WithHalves(network => OutputErrors.Measure(network, PairAnds.All(6), InputSample.All(TwoOfSix)).Epsilon)),
        ByHand(
            "epsilon-proved", "The ε that is proved for it, middle of the bracket", 0.25, 1e-9,
            () => WithHalves(network =>
            {
                var proved = ProvedEpsilon.OfReadOff(network, PairAnds.All(6), InputSample.All(TwoOfSix));
                return (proved.Lower + proved.Upper) / 2;
            })),
        ByHand(
            "epsilon-of-features",
            "Five directions of a simplex overlap by −¼, so two active features read ¾ and the other three −½: "
                + "the ε that goes into an error-correction layer",
            0.5, 1e-5,
            () => Simplex().Epsilon),
        ByHand(
            "rms-of-features", "The root mean square error of the same read-offs, √(0.875/5)", Math.Sqrt(0.175), 1e-5,
            () => Simplex().Rms),
        new()
        {
            Id = "epsilon-of-layers",
            Subject = "measurement",
            Source = "plain loops over the outputs",
            Statement = "The ε that is reported of a deep circuit's last layer over the one found in its outputs "
                + "(m = 256, n = 256, 3 layers without correction, 16 inputs)",
            Predicted = 1,
            Relation = Relation.Near,
            Within = 1e-5,
            Measure = seed =>
            {
                var (report, outputs, truth) = Deep(seed);
                var errors = outputs.SelectMany((row, i) => row.Select((value, feature) => value - (truth[i].Contains(feature) ? 1 : 0)));
                return report.Epsilon / errors.Max(Math.Abs);
            },
        },
        new()
        {
            Id = "threshold-errors-of-layers",
            Subject = "measurement",
            Source = "plain loops over the outputs",
            Statement = "Threshold errors that are reported of the same layer, less those found in its outputs",
            Predicted = 0,
            Relation = Relation.Exactly,
            Measure = seed =>
            {
                var (report, outputs, truth) = Deep(seed);
                var found = outputs.SelectMany((row, i) =>
                    row.Select((value, feature) => value >= 0.5f != truth[i].Contains(feature))).Count(isWrong => isWrong);
                return found > 0 ? report.ThresholdErrors - found : double.NaN;
            },
        },
        Planted("planted-errors-outputs", "outputs of exact ANDs", () => PlantedInOutputs().ThresholdErrors),
        Planted("planted-errors-features", "exact read-offs of features", PlantedInFeatures),
        Planted("planted-errors-layers", "exact read-offs of a deep circuit's layer", PlantedInLayer),
        ByHand("planted-errors-epsilon", "The ε of the exact ANDs with planted errors", 1, 1e-6, () => PlantedInOutputs().Epsilon),
        ByHand(
            "least-squares-quarter",
            "The affine read-off of two features that fits their AND best over all four inputs is ½(b_k + b_l) − ¼: the ε of the "
                + "fitted one",
            0.25, 1e-4,
            () => LinearControl(2)),
        ByHand(
            "exact-measure",
            "With exactly 2 of 7 features active the columns depend on the constant, so weights are unbounded and only exact arithmetic "
                + "proves that no affine read-off beats ¼: the bound that is proved for all read-offs",
            0.25, 1e-9,
            ProvedWithDependentColumns),
        new()
        {
            Id = "brackets-hold-the-truth",
            Subject = "measurement",
            Source = "integers of any size",
            Statement = "Proved brackets of read-offs of 64 neurons whose terms cancel, activations below 2²⁴ and weights below 2⁵³: "
                + "those of 200 that miss the exact error, or are wider than 10⁻¹² of the terms' sum",
            Predicted = 0,
            Relation = Relation.Exactly,
            Measure = BracketsThatMiss,
        },
    ];

    private static Claim ByHand(string id, string statement, double predicted, double tolerance, Func<double> measure) => new()
    {
        Id = id,
        Subject = "measurement",
        Source = Source,
        Statement = statement,
        Predicted = predicted,
        Relation = Relation.Near,
        Within = tolerance,
        Measure = _ => measure(),
    };

    private static Claim Planted(string id, string where, Func<double> count) => new()
    {
        Id = id,
        Subject = "measurement",
        Source = Source,
        Statement = $"{MissedOn} zeros in place of ones and {FalseOn} ones in place of zeros, planted in {where}, "
            + "are counted as that many threshold errors",
        Predicted = MissedOn + FalseOn,
        Relation = Relation.Exactly,
        Measure = _ => count(),
    };

    private static double WithHalves(Func<ReluNetwork, double> measure)
    {
        using var scope = NewDisposeScope();
        var pairs = PairAnds.All(6).Pairs;
        var weight_gm = zeros(pairs.Length, 6);
        for (var g = 0; g < pairs.Length; g++)
        {
            weight_gm[g, pairs[g].First] = 0.5f;
            weight_gm[g, pairs[g].Second] = 0.5f;
        }

        using var network = new ReluNetwork([], new DenseReadOff(weight_gm, full(pairs.Length, -0.25f)));
        return measure(network);
    }

    private static FeatureErrors Simplex()
    {
        using var scope = NewDisposeScope();
        var code = ChannelCode.Draw(ChannelCodeKind.Random, channels: 5, units: 5, size: 1, new Seed(0));
        using var layer = new ErrorCorrectionLayer((eye(5) - 0.2) / Math.Sqrt(0.8), code, ClipWindow.Rounding(0.3), centred: false);
        return CorrectionReport.Measure(layer, new SparseInputs(5, 2, Sparsity.Exactly).All(10).Single(), noise: 0, new Seed(0)).In;
    }

    private static (LayerReport Report, float[][] Outputs, int[][] Truth) Deep(Seed seed)
    {
        var circuit = LayeredCircuit.Draw(256, 3, new GateMix(0.4, 0.3, 0.15, 0.15), Wiring.Dealt, seed);
        var network = new FusedCircuit(circuit, new FusedDesign(256, ChannelSize: 8) { Corrects = false }, seed);
        var inputs = LivingInputs.Draw(circuit, 3, 16, seed);
        var truth = Enumerable.Range(0, inputs.Count).Select(i => circuit.Trace(inputs[i])[^1]);
        return (network.Measure(inputs).Layers[^1], network.Run(inputs), [.. truth]);
    }

    private static ErrorReport PlantedInOutputs()
    {
        var pairs = PairAnds.All(6);
        var (missed, wrong) = (0, 0);
        return OutputErrors.Measure(
            inputs =>
            {
                var outputs = new float[inputs.Count, pairs.Count];
                for (var i = 0; i < inputs.Count; i++)
                {
                    for (var g = 0; g < pairs.Count; g++)
                    {
                        var isOn = inputs[i].Contains(pairs.Pairs[g].First) && inputs[i].Contains(pairs.Pairs[g].Second);
                        outputs[i, g] = isOn
                            ? (missed++ < MissedOn ? 0 : 1)
                            : (wrong++ < FalseOn ? 1 : 0);
                    }
                }

                return tensor(outputs);
            },
            pairs,
            InputSample.All(TwoOfSix),
            batch: 8);
    }

    private static double PlantedInFeatures()
    {
        var tally = new FeatureErrorTally();
        for (var i = 0; i < 10; i++)
        {
            tally.Add(PlantedReadOffs(i), [3, 8]);
        }

        return tally.ToErrors().ThresholdErrors;
    }

    private static double PlantedInLayer()
    {
        var tally = new LayerTally();
        for (var i = 0; i < 10; i++)
        {
            tally.Add(PlantedReadOffs(i), [3, 8], [3, 5, 8]);
        }

        return tally.ToReport(1, []).ThresholdErrors;
    }

    /// <summary>Features 3 and 8 of 12 are active; feature 8 is missed, and feature 5 is read, on some of the inputs.</summary>
    private static float[] PlantedReadOffs(int input) =>
        [.. Enumerable.Range(0, 12).Select(k => k == 3 || (k == 8 && input >= MissedOn) || (k == 5 && input < FalseOn) ? 1f : 0f)];

    private static double LinearControl(int features)
    {
        var (pairs, all) = (PairAnds.All(features), InputSample.All(new SparseInputs(features, 2, Sparsity.AtMost)));
        using var control = LeastSquares.LinearControl(pairs, all);
        return OutputErrors.Measure(control, pairs, all).Epsilon;
    }

    private static double ProvedWithDependentColumns()
    {
        int[][] inputs = [.. new SparseInputs(7, 2, Sparsity.Exactly).All(1).Select(batch => batch[0].ToArray())];
        var features = inputs.SelectMany(active => Enumerable.Range(0, 7).Select(k => active.Contains(k) ? 1f : 0f));
        var activations = new InputActivations(features, neurons: 7, "all 21 inputs with exactly 2 of 7 features active");
        var target = new BooleanTarget(inputs.Select(active => active is [0, 1]));
        var bound = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine).LowerBound;
        return double.IsPositiveInfinity(bound.LargestTerm) ? bound.Value : 0;
    }

    private static double BracketsThatMiss(Seed seed)
    {
        const int Neurons = 64;
        var random = seed.Stream("integers");
        var missed = 0;
        for (var draw = 0; draw < 200; draw++)
        {
            // The second half of the terms nearly takes away the first, so that what is left is mostly rounding.
            long[] a = [.. Enumerable.Range(0, Neurons / 2).Select(_ => random.NextInt64(1 << 24))];
            long[] w = [.. Enumerable.Range(0, Neurons / 2).Select(_ => random.NextInt64(1L << 52))];
            float[] activations = [.. a, .. a];
            double[] weights = [.. w, .. w.Select(weight => -(double)(weight + random.Next(-4, 5)))];
            var exact = BigInteger.Abs(Sum(activations, weights, (x, y) => x * y));
            var terms = Sum(activations, weights, (x, y) => BigInteger.Abs(x * y));
            var bracket = CertifiedReadOff.Verify(
                new InputActivations(activations, Neurons, "drawn integers"), new BooleanTarget([false]),
                new LinearReadOff([.. weights], 0));
            var holds = new BigInteger(Math.Ceiling(bracket.Lower)) <= exact && exact <= new BigInteger(Math.Floor(bracket.Upper));
            missed += holds && bracket.Upper - bracket.Lower <= 1e-12 * (double)terms ? 0 : 1;
        }

        return missed;
    }

    private static BigInteger Sum(float[] activations, double[] weights, Func<BigInteger, BigInteger, BigInteger> term) =>
        activations.Zip(weights, (a, w) => term(new BigInteger(a), new BigInteger(w)))
            .Aggregate(BigInteger.Zero, (sum, value) => sum + value);
}
