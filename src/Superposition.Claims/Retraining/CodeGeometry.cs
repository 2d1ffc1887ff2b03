using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Comparison;
using Superposition.Networks;
using Superposition.Representation;
using Superposition.Reproduction;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// The geometry of learned codes and what can be read from them (Borobia et al., arXiv 2605.01192): networks 2d → d → 2d without biases
/// for y = ReLU(x), trained under the fourth power of the error or its square; features active with probability 0.01; Adam at 0.001, 50 000
/// steps of 2048 inputs. For comparison, codes of unit length in random directions.
/// </summary>
internal static class CodeGeometry
{
    private const string Target = "Code geometry, arXiv 2605.01192";
    private const double Probability = 0.01;
    private const int RandomCodes = 20;

    // The publication looks at pre-activations on inputs with the median of its sparsities 1 … 8, rounded down.
    private const int ActiveForClipped = 4;

    private static readonly ImmutableArray<(int Active, double Share)> Supports = [(3, 1), (4, 0.844), (5, 0.745), (6, 0.426)];

    /// <summary>The published numbers for networks of d = 50 neurons, from 5 seeds of 50,000 steps each.</summary>
    public static ImmutableArray<ReproducedValue> AtFifty(ReproductionRun run) => AtFifty(run, seeds: 5, steps: 50_000, RandomCodes);

    /// <summary>The published numbers for networks of d = 100 neurons, from 5 seeds of 50,000 steps each.</summary>
    public static ImmutableArray<ReproducedValue> AtHundred(ReproductionRun run)
    {
        var fourth = Train(run, 100, 4, seeds: 5, steps: 50_000);
        return
        [
            Near("d = 100, L4: least κ", 6.016, fourth, code => code.MinKappa, 0.04),
            Near("d = 100, L4: R_geom", 1.0003, fourth, code => code.Leverage, 0.002),
            .. Untrained(run.Seed, 100, RandomCodes, kappa: 4.429, leverage: 1.010),
        ];
    }

    /// <summary>The rows at d = 50, of trainings of another length.</summary>
    public static ImmutableArray<ReproducedValue> AtFifty(ReproductionRun run, int seeds, int steps, int untrained)
    {
        var fourth = Train(run, 50, 4, seeds, steps);
        var square = Train(run, 50, 2, seeds, steps);
        return
        [
            Near("L4: least κ", 4.487, fourth, code => code.MinKappa, 0.04),
            Near("L4: R_geom", 1.0006, fourth, code => code.Leverage, 0.002),
            Near("L4: mean squared error", 1.19e-3, fourth, code => code.Square, 0.03),
            Near("L4: ‖R − W⁺‖/‖W⁺‖", 0.726, fourth, code => code.Distance, 0.05),
            Near("L4, 4 features at 1: share of pre-activations that the ReLU cuts off", 0.486, fourth, code => code.Clipped, 0.05),
            .. Supports.Select(size => Near(
                $"L4, {size.Active} features at 1: share of inputs read without an error at ½", size.Share, fourth,
                code => code.Exact[size.Active], size.Share == 1 ? 0.002 : 0.06)),
            Near("MSE: least κ", 1.000, square, code => code.MinKappa, 0.01),
            Near("MSE: R_geom", 19.0, square, code => code.Leverage, 0.12),
            Near("MSE: mean squared error", 8.30e-4, square, code => code.Square, 0.03),
            Near("MSE: ‖R − W⁺‖/‖W⁺‖", 0.011, square, code => code.Distance, 0.1),
            Near("MSE, 4 features at 1: share of pre-activations that the ReLU cuts off", 0.046, square, code => code.Clipped, 0.15),
            .. Untrained(run.Seed, 50, untrained, kappa: 3.161, leverage: 1.0170),
        ];
    }

    private static IEnumerable<ReproducedValue> Untrained(Seed seed, int neurons, int count, double kappa, double leverage)
    {
        var codes = Enumerable.Range(0, count).Select(i =>
        {
            using var scope = NewDisposeScope();
            using var generator = seed.For($"untrained-{neurons}-{i}").Generator("codes");
            var weight_dm = randn(neurons, 2 * neurons, generator: generator);
            weight_dm /= weight_dm.norm(dim: 0, keepdim: true, p: 2);
            return (Kappa: SupportReadability.Least(LearnedCode.Written(weight_dm)),
                Leverage: CodeStatistics.Of(weight_dm.to(float64), zeros_like(weight_dm, dtype: float64)).LeverageRatio!.Value);
        }).ToArray();
        var kappas = SeedInterval.Of([.. codes.Select(code => code.Kappa)]);
        yield return new ReproducedValue(
            Target, $"random directions, d = {neurons}: least κ, mean of {count} {kappas}", kappa, kappas.Mean, 0.03, IsToBeBeaten: false);
        yield return new ReproducedValue(
            Target, $"random directions, d = {neurons}: R_geom, mean of {count}", leverage, codes.Average(code => code.Leverage), 0.003,
            IsToBeBeaten: false);
    }

    private static ImmutableArray<TrainedCode> Train(ReproductionRun run, int neurons, double power, int seeds, int steps)
    {
        var codes = new TrainedCode[seeds];
        SideBySide.Run(run, [.. Enumerable.Range(0, seeds).Select(i => new Training($"L{power}, d {neurons}, seed {i}", progress =>
        {
            var seed = run.Seed.For($"d{neurons}-L{power}-{i}");
            var task = new CompressedComputation(2 * neurons, Probability, mixing: null, pool: null, seed.For("task"));
            using var network = CompressedNetworks.Normal(2 * neurons, neurons, 1 / Math.Sqrt(2 * neurons), 1 / Math.Sqrt(neurons), seed);
            Trainer.Train(
                network, CompressedNetworks.Plan(task, power, steps, batch: 2048, learningRate: 1e-3, Schedule.Constant),
                seed.For("training-data"), progress, run.Cancellation);
            codes[i] = TrainedCode.Of(network, task, seed);
        }))]);
        return [.. codes];
    }

    private static ReproducedValue Near(
        string quantity, double published, ImmutableArray<TrainedCode> codes, Func<TrainedCode, double> value, double tolerance)
    {
        var interval = SeedInterval.Of([.. codes.Select(value)]);
        return new ReproducedValue(
            Target, $"{quantity}, mean of {codes.Length} seeds {interval}", published, interval.Mean, tolerance, IsToBeBeaten: false);
    }

    /// <summary>What is measured of one trained network.</summary>
    private sealed record TrainedCode(
        double MinKappa, double Leverage, double Square, double Distance, double Clipped, ImmutableDictionary<int, double> Exact)
    {
        public static TrainedCode Of(ReluNetwork network, CompressedComputation task, Seed seed)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var code = new LearnedCode(network);
            var weight_dm = network.Layers[0].Weight.detach();
            var before_nd = new SparseInputs(
                network.Features, ActiveForClipped, Sparsity.Exactly).Draw(seed.Stream("pre-activations"), 4096).SumRows(weight_dm.t());
            var clipped = (before_nd < 0).to(float64).mean();
            return new TrainedCode(
                SupportReadability.Least(LearnedCode.Written(weight_dm)),
                code.Statistics.LeverageRatio!.Value,
                FreshErrors.Of(network, task, 200_000, seed.For("evaluation")).Square,
                code.DistanceFromPseudoInverse,
                clipped.item<double>(),
                Enumerable.Range(1, 6).ToImmutableDictionary(active => active, active =>
                    LearnedCode.ExactSupports(network, active, 0.5, 4000, seed)));
        }
    }
}
