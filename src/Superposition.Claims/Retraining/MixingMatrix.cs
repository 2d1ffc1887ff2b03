using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Reproduction;
using Superposition.Tasks;
using Superposition.Training;

namespace Superposition.Retraining;

/// <summary>
/// "Compressed computation is (probably) not computation in superposition" (Bhagat et al., arXiv 2606.14673): networks 100 → 50 → 100
/// without biases trained for y = ReLU(x) + Mx under the mean squared error are no better than naive without M, and better with a small
/// random M: their advantage comes from M. AdamW at 0.003 with decay 0.01 along a cosine, 10 000 steps of 2048 inputs with probability
/// 0.01. Losses are in units of the probability. Seeds are paired: one seed's matrices are multiples of one draw. Values are read off a
/// figure, to about 3 %.
/// </summary>
internal static class MixingMatrix
{
    private const string Target = "Mixing matrix, arXiv 2606.14673";
    private const int Features = 100;
    private const int Neurons = 50;
    private const double Probability = 0.01;
    private const double Naive = (Features - Neurons) / (double)Features / 6;

    private static readonly ImmutableArray<Point> Points =
    [
        new(IsSymmetric: true, 0),
        new(IsSymmetric: true, 0.02), new(IsSymmetric: true, 0.035), new(IsSymmetric: true, 0.05), new(IsSymmetric: true, 0.063),
        new(IsSymmetric: false, 0.014), new(IsSymmetric: false, 0.028), new(IsSymmetric: false, 0.04), new(IsSymmetric: false, 0.048),
    ];

    /// <summary>All published numbers of the paper that are reproduced, from 5 seeds of 10,000 steps each.</summary>
    public static ImmutableArray<ReproducedValue> Reproduce(ReproductionRun run) =>
        Reproduce(run, seeds: 5, steps: 10_000, evaluated: 200_000);

    /// <summary>All rows, of trainings of another length.</summary>
    public static ImmutableArray<ReproducedValue> Reproduce(ReproductionRun run, int seeds, int steps, int evaluated)
    {
        var losses = Points.ToDictionary(point => point, _ => new double[seeds]);
        SideBySide.Run(
            run, [.. from point in Points from i in Enumerable.Range(0, seeds)
            select new Training($"{point}, seed {i}", progress => losses[point][i] = Loss(point, run.Seed.For($"seed-{i}"), progress))]);

        var none = SeedInterval.Of(losses[Points[0]]);
        return
        [
            Near($"σ = 0: loss, mean of {seeds} seeds {none}", 0.0834, none.Mean, 0.02),
            Near("σ = 0: least loss of a seed over naive: no advantage", 1, losses[Points[0]].Min() / Naive, 0.02),
            .. Curve(isSymmetric: true, best: 0.035, least: 0.065, crossing: 0.063),
            .. Curve(isSymmetric: false, best: 0.028, least: 0.075, crossing: 0.048),
        ];

        IEnumerable<ReproducedValue> Curve(bool isSymmetric, double best, double least, double crossing)
        {
            var name = isSymmetric ? "symmetric M" : "M";
            var curve = Points.Where(point => point.Deviation == 0 || point.IsSymmetric == isSymmetric).ToArray();
            foreach (var point in curve.Where(point => point.Deviation > 0))
            {
                var interval = SeedInterval.Of(losses[point]);
                if (point.Deviation == best)
                {
                    yield return Near($"{name}, σ = {best}: loss, mean of {seeds} seeds {interval}", least, interval.Mean, 0.04);
                }
                else if (point.Deviation == crossing)
                {
                    yield return Near(
                        $"{name}, σ = {crossing}: loss, as naive again, mean of {seeds} seeds {interval}", Naive, interval.Mean, 0.04);
                }
            }

            yield return Near(
                $"{name}: σ of the lowest loss among {string.Join(", ", curve.Select(point => point.Deviation))}", best,
                curve.MinBy(point => losses[point].Average())!.Deviation, 0.01);
        }

        double Loss(Point point, Seed seed, IProgress<TrainingProgress> progress)
        {
            var task = new CompressedComputation(
                Features, Probability, point.Deviation == 0
                ? null
                : MixedReluSpec.Matrix(Features, point.Deviation, point.IsSymmetric, seed), pool: null, seed.For("task"));
            using var network = CompressedNetworks.Normal(Features, Neurons, 1 / Math.Sqrt(Features), 1 / Math.Sqrt(Neurons), seed);
            Trainer.Train(
                network, CompressedNetworks.Plan(task, 2, steps, batch: 2048, learningRate: 3e-3, Schedule.Cosine, weightDecay: 0.01),
                seed.For("training-data"), progress, run.Cancellation);
            return FreshErrors.Of(network, task, evaluated, seed.For("evaluation")).Square / Probability;
        }
    }

    private static ReproducedValue Near(string quantity, double published, double ours, double tolerance) =>
        new(Target, quantity, published, ours, tolerance, IsToBeBeaten: false);

    private sealed record Point(bool IsSymmetric, double Deviation)
    {
        public override string ToString() => $"{(IsSymmetric ? "symmetric" : "general")}, σ {Deviation}";
    }
}
