using MathNet.Numerics.LinearAlgebra;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Probing;
using static TorchSharp.torch;

namespace Superposition.Tests.Probing;

/// <summary>What `probe` reports of every intervention, written out in plain arithmetic for a random layer with three outputs.</summary>
public class InterventionNumbersTests
{
    private const int Features = 7;
    private const int Neurons = 12;
    private const int Outputs = 3;
    private const double Ridge = 0.05;

    private static readonly SparseInputs Inputs = new(Features, 3, Sparsity.AtMost);

    [Fact]
    public void Every_effect_is_that_of_the_intervention_written_out()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(51).Generator("network");
        using var network = new ReluNetwork(
            [new ReluLayer(randn([Neurons, Features], generator: generator), randn([Neurons], generator: generator))],
            new DenseReadOff(randn([Outputs, Neurons], generator: generator)));
        var settings = ProbeSettings.Usual with { Ridge = Ridge, Controls = 50, RandomDirections = 200 };
        var pairs = PairAnds.All(Features);
        var report = FeatureProbing.OfPairs(new NetworkSite(network, 0), null, pairs, InputSample.All(Inputs), settings, new Seed(1));
        var layer = new Written(network);

        // A context is what else is active: with at most three in all none or one of the other five features, six contexts.
        var interactions = pairs.Pairs.Select(pair => layer.Interactions(pair.First, pair.Second)).ToArray();
        var rms = interactions.Select(own => layer.Effects(own, effects => Math.Sqrt(effects.Average(e => e * e)))).ToArray();
        var largest = interactions.Select(own => layer.Effects(own, effects => effects.Max(Math.Abs))).ToArray();

        // 21 pairs at a rate of 5 % ask for more than 200 directions: 840, in the directions that labels take.
        Assert.InRange(report.Features.Min(feature => feature.Use.PathGradient.P), 1 / 8400.0, 1 / 202.0);
        for (var c = 0; c < pairs.Count; c++)
        {
            var use = report.Features[c].Use;
            var strongest = Array.IndexOf(rms[c], rms[c].Max());
            Assert.Equal(6, use.InContexts.Contexts);
            Assert.Equal(strongest, use.StrongestOutput);
            Close(rms[c].Max(), use.Removal.Effect);
            Close(rms[c].Max() / rms.Max(row => row[strongest]), use.ShareOfStrongest);
            Close(largest[c].Max(), use.Largest);
            Close(Math.Sqrt(interactions[c].Average(one => layer.InUnits(one).DotProduct(layer.InUnits(one)))), use.Norm);

            var (first, second) = pairs.Pairs[c];
            var label = layer.Sets.Select(set => set.Contains(first) && set.Contains(second) ? 1.0 : 0).ToArray();
            var probe = layer.Probe(label);
            var unit = probe / probe.L2Norm();
            var value = layer.Standard.Select(z => z.DotProduct(unit)).ToArray();
            double[] on = [.. value.Where((_, i) => label[i] == 1)], off = [.. value.Where((_, i) => label[i] == 0)];
            var perUnit = layer.PerUnit(unit);
            Close(perUnit * Rms(on), use.MeanAblation.Effect);
            Close(perUnit * Rms(on.Select(v => v + layer.InUnitsOfMean.DotProduct(unit))), use.Projection.Effect);
            Close(perUnit * Rms(on.SelectMany(p => off.Select(q => p - q))), use.Interchange.Effect);
            Close(perUnit, use.PathGradient.Effect);
            var (direction, reader) = layer.Erasure(label);
            Close(layer.PerUnit(direction) * Rms(layer.Standard.Where((_, i) => label[i] == 1).Select(z => z.DotProduct(reader))),
                use.Erasure.Effect);

            var mean = interactions[c].Aggregate((x, y) => x + y) / interactions[c].Count;
            Close(layer.ReadShare(layer.InUnits(mean)), use.RowSpaceShare);
            Close(layer.ReadShare(probe), use.ProbeRowSpaceShare);
            Assert.Equal(Outputs / (double)Neurons, use.RowSpaceExpected, 1e-12);
            Assert.NotNull(use.Steering);
            Assert.All(new[] { use.Removal, use.MeanAblation, use.Projection, use.Erasure, use.Interchange, use.PathGradient },
                effect => Assert.True(effect is { P: > 0 and <= 1, IsotropicP: >= 1 / 201.0 and <= 1 }));

            // A random step does as much as a gradient step of its direction would: 0.2 to 5 times the probe's own.
            Assert.InRange(use.PathGradient.Random / perUnit, 0.2, 5);
            Assert.InRange(use.Removal.Random / (use.PathGradient.Random * use.Norm), 0.99, 1.01);
        }
    }

    private static double Rms(IEnumerable<double> values) => Math.Sqrt(values.Average(value => value * value));

    // Networks compute in float32.
    private static void Close(double expected, double actual) => Assert.InRange(actual / expected, 1 - 2e-4, 1 + 2e-4);

    /// <summary>The network and its activations in plain arrays.</summary>
    private sealed class Written
    {
        private static readonly VectorBuilder<double> V = Vector<double>.Build;
        private readonly Matrix<double> weight;
        private readonly Vector<double> bias;
        private readonly Matrix<double> readOff;
        private readonly Vector<double> mean;
        private readonly Vector<double> deviation;
        private readonly double[] ranges;

        public Written(ReluNetwork network)
        {
            weight = Of(network.Layers[0].Weight);
            bias = V.DenseOfArray([.. network.Layers[0].Bias.data<float>().ToArray().Select(x => (double)x)]);
            readOff = Of(((DenseReadOff)network.ReadOff).Weight);
            Sets = [.. Enumerable.Range(0, 1 << Features)
                .Select(bits => Enumerable.Range(0, Features).Where(k => (bits >> k & 1) == 1).ToHashSet()).Where(set => set.Count <= 3)];
            var activations = Sets.Select(Activation).ToArray();
            mean = activations.Aggregate((x, y) => x + y) / Sets.Length;
            deviation = (activations.Select(a => (a - mean).PointwisePower(2)).Aggregate((x, y) => x + y) / Sets.Length).PointwiseSqrt();
            Standard = [.. activations.Select(a => (a - mean).PointwiseDivide(deviation))];
            var outputs = activations.Select(a => readOff * a).ToArray();
            ranges = [.. Enumerable.Range(0, Outputs).Select(g => outputs.Max(o => o[g]) - outputs.Min(o => o[g]))];
        }

        public HashSet<int>[] Sets { get; }

        public Vector<double>[] Standard { get; }

        public Vector<double> InUnitsOfMean => mean.PointwiseDivide(deviation);

        public Vector<double> InUnits(Vector<double> step) => step.PointwiseDivide(deviation);

        /// <summary>a(S, k, l) − a(S, k) − a(S, l) + a(S) in every context S.</summary>
        public IReadOnlyList<Vector<double>> Interactions(int k, int l) =>
        [
            .. Sets.Where(set => set.Count <= 1 && !set.Contains(k) && !set.Contains(l)).Select(set =>
                Activation([.. set, k, l]) - Activation([.. set, k]) - Activation([.. set, l]) + Activation(set)),
        ];

        public double[] Effects(IReadOnlyList<Vector<double>> steps, Func<IEnumerable<double>, double> reduce) =>
            [.. Enumerable.Range(0, Outputs).Select(g => reduce(steps.Select(step => readOff.Row(g).DotProduct(step) / ranges[g])))];

        public double PerUnit(Vector<double> direction) =>
            Effects([direction.PointwiseMultiply(deviation)], one => Math.Abs(one.Single())).Max();

        public Vector<double> Probe(double[] label) =>
            (Correlations() + (Ridge * Matrix<double>.Build.DenseIdentity(Neurons))).Solve(Covariance(label));

        public (Vector<double> Direction, Vector<double> Reader) Erasure(double[] label)
        {
            var direction = Covariance(label);
            var reader = Correlations().Solve(direction);
            return (direction, reader / reader.DotProduct(direction));
        }

        /// <summary>The share of a direction's squared length that following weights see.</summary>
        public double ReadShare(Vector<double> direction)
        {
            var rows = Matrix<double>.Build.DenseOfRowVectors(readOff.EnumerateRows().Select(row => row.PointwiseMultiply(deviation)));
            var seen = rows.Transpose() * (rows * rows.Transpose()).Solve(rows * direction);
            return seen.DotProduct(seen) / direction.DotProduct(direction);
        }

        private Vector<double> Activation(HashSet<int> set) =>
            set.Aggregate(bias, (sum, k) => sum + weight.Column(k)).PointwiseMaximum(0);

        private Matrix<double> Correlations() =>
            Standard.Select(z => z.OuterProduct(z)).Aggregate((x, y) => x + y) / Standard.Length;

        private Vector<double> Covariance(double[] label)
        {
            var average = label.Average();
            return Standard.Select((z, i) => z * (label[i] - average)).Aggregate((x, y) => x + y) / Standard.Length;
        }

        private static Matrix<double> Of(Tensor values)
        {
            var numbers = values.data<float>().ToArray();
            var width = (int)values.shape[1];
            return Matrix<double>.Build.Dense(numbers.Length / width, width, (i, j) => numbers[(i * width) + j]);
        }
    }
}
