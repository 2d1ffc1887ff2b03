using System.Collections.Immutable;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Reproduction;
using Superposition.Tasks;
using Superposition.Training;
using static TorchSharp.torch;

namespace Superposition.Retraining;

/// <summary>
/// Compressed computation under the fourth power of the error (da Silva and Heimersheim, arXiv 2607.04800): 100 features, each active with
/// probability 0.02 and then uniform in (−1, 1), 50 neurons, no biases, y = ReLU(x); Adam at 0.01 falling along a cosine over 100 000
/// steps of 8192 inputs drawn from a pool of 800 000. One start is published; here there are three, and what counts is the one that does
/// best on the pool. Under this loss training finds a code: every feature has 5 to 7 neurons, and the read-off is close to a multiple of
/// the pseudo-inverse.
/// </summary>
internal sealed class FourthPower
{
    private const string Target = "Fourth power, arXiv 2607.04800";
    private const int Features = 100;
    private const int Neurons = 50;
    private const double Probability = 0.02;
    private const double LearningRate = 0.01;
    private const int Batch = 8192;

    // Few inputs have much to say about it: most of the fourth power lies where a feature without a neuron is large.
    private const int MaxForOffset = 200_000;

    private readonly ImmutableArray<ReproducedValue>.Builder rows = ImmutableArray.CreateBuilder<ReproducedValue>();
    private readonly CompressedComputation task;
    private readonly ReproductionRun run;
    private readonly Seed seed;
    private readonly Sizes sizes;

    private FourthPower(ReproductionRun run, Sizes sizes)
    {
        this.run = run;
        this.sizes = sizes;
        seed = run.Seed;
        task = new CompressedComputation(Features, Probability, mixing: null, sizes.Pool, seed.For("task"));
    }

    /// <summary>All published numbers of the paper that are reproduced, from 3 seeds of 100,000 steps each.</summary>
    public static ImmutableArray<ReproducedValue> Reproduce(ReproductionRun run) => Reproduce(run, new Sizes(
        Seeds: 3, Steps: 100_000, Pool: 800_000, Evaluated: 600_000, EvaluatedInTheEnd: 6_000_000, Codes: 5, Swaps: 800_000,
        CodeInputs: 1 << 15));

    /// <summary>All rows, of other sizes.</summary>
    public static ImmutableArray<ReproducedValue> Reproduce(ReproductionRun run, Sizes sizes)
    {
        var these = new FourthPower(run, sizes);
        ReluNetwork[] networks = [.. Enumerable.Range(0, sizes.Seeds).Select(i => Initial(Start(run.Seed, i)))];
        using var tied = Initial(run.Seed);
        using var untrained = Initial(run.Seed);
        using var tie = new TiedWeights(tied, multiple: 1.6);
        var plan = these.Plan(sizes.Steps, LearningRate);
        SideBySide.Run(
            run,
            [
                .. networks.Select((network, i) => new Training($"trained {i}", progress =>
                    Trainer.Train(network, plan, Start(run.Seed, i).For("training-data"), progress, run.Cancellation))),
                new Training("tied to the pseudo-inverse", progress =>
                    DerivedTraining.Train(tied, tie, plan, run.Seed.For("training-data"), progress, run.Cancellation)),
            ]);
        run.Progress.Report("trained; measuring on the pool and on fresh inputs");
        double[] onPool = [.. networks.Select(network => FreshErrors.On(network, these.task, sizes.Pool, run.Seed.For("pool-evaluation")))];
        these.OverSeeds(networks, onPool);

        // Chosen by what training sees, not by what it is judged on.
        var best = Array.IndexOf(onPool, onPool.Min());
        var trained = networks[best];
        using var held = trained.WithReadOff(new DenseReadOff(zeros(Features, Neurons)));
        using var codewords = new TiedWeights(trained, multiple: 1, keepsCodewords: true);
        var shorter = these.Plan(Math.Max(1, sizes.Steps * 15 / 100), LearningRate / 2);
        SideBySide.Run(run, new Training("weights anew within the codewords", progress =>
            DerivedTraining.Train(held, codewords, shorter, run.Seed.For("training-data-held"), progress, run.Cancellation)));
        run.Progress.Report("all trained; measuring");
        these.Compare(trained, tied, held, untrained, tie.Multiple);
        Array.ForEach(networks, network => network.Dispose());
        return these.rows.ToImmutable();
    }

    /// <summary>The rows of the network in a residual stream of 1000 dimensions.</summary>
    public static ImmutableArray<ReproducedValue> ReproduceEmbedded(ReproductionRun run) => ReproduceEmbedded(run, new Sizes(
        Seeds: 1, Steps: 100_000, Pool: 800_000, Evaluated: 600_000, EvaluatedInTheEnd: 6_000_000, Codes: 0, Swaps: 0,
        CodeInputs: 1 << 15));

    /// <summary>The rows of the network in a residual stream, of other sizes.</summary>
    public static ImmutableArray<ReproducedValue> ReproduceEmbedded(ReproductionRun run, Sizes sizes)
    {
        var these = new FourthPower(run, sizes);
        using var network = Initial(run.Seed);
        using var embedded = new EmbeddedWeights(Features, Neurons, width: 1000, 0.1, 0.15, run.Seed);
        var plan = these.Plan(sizes.Steps, LearningRate);
        SideBySide.Run(run, new Training("in 1000 dimensions", progress =>
            DerivedTraining.Train(network, embedded, plan, run.Seed.For("training-data"), progress, run.Cancellation)));
        var errors = these.Errors(network);
        var code = new LearnedCode(network);
        var inTheEnd = FreshErrors.Of(network, these.task, sizes.EvaluatedInTheEnd, these.seed.For("evaluation-in-the-end"));
        these.Near(
            $"in a residual stream of 1000 dimensions: L4 (± {inTheEnd.FourthSpread:G1} from the draw of {sizes.EvaluatedInTheEnd:N0} "
            + "inputs)", 3.567e-5, inTheEnd.Fourth, 0.02);
        these.Near("codewords exchanged: share of pairs in which the output goes with the codeword", 0.9994, code.SwappedShare(), 0.005);
        these.Near(
            "read-off replaced by the best multiple of W⁺: L4 over that of the trained network", 1.147,
            these.Errors(these.UnderPseudoInverse(network)).Fourth / errors.Fourth, 0.05);
        return these.rows.ToImmutable();
    }

    /// <summary>Starts differ in weights and batches; the pool is the same.</summary>
    private static Seed Start(Seed seed, int start) => start == 0 ? seed : seed.For($"start-{start}");

    private void OverSeeds(ReluNetwork[] networks, double[] onPool)
    {
        FreshErrors[] fresh =
            [.. networks.Select(network => FreshErrors.Of(network, task, sizes.EvaluatedInTheEnd, seed.For("evaluation-in-the-end")))];
        var best = Array.IndexOf(onPool, onPool.Min());
        Below(
            $"L4 on fresh inputs of the network that has the lowest of {networks.Length} starts on the pool (± "
            + $"{fresh[best].FourthSpread:G1} from the draw of {sizes.EvaluatedInTheEnd:N0})", 3.57e-5, fresh[best].Fourth);
        var interval = SeedInterval.Of([.. fresh.Select(errors => errors.Fourth)]);
        Near($"L4, mean of {networks.Length} starts {interval}", 3.57e-5, interval.Mean, 0.01);
    }

    private static ReluNetwork Initial(Seed seed) => CompressedNetworks.Uniform(Features, Neurons, 0.1, 0.15, seed);

    private TrainingPlan Plan(int steps, double learningRate) =>
        CompressedNetworks.Plan(task, 4, steps, Batch, learningRate, Schedule.Cosine);

    private void Compare(ReluNetwork trained, ReluNetwork tied, ReluNetwork held, ReluNetwork untrained, double scale)
    {
        using var zero = ZeroNetwork.Of(Features, Features);
        using var naive = NaiveNetwork(offset: 0);
        var offset = BestOffset();
        using var naiveWithOffset = NaiveNetwork(offset);
        using var inverse = UnderPseudoInverse(trained);
        var errors = Errors(trained);
        Near("its mean squared error", 2.407e-3, errors.Square, 0.03);
        Near("zero: mean squared error", 3.338e-3, Errors(zero).Square, 0.02);
        Near("zero: L4", 2.001e-3, Errors(zero).Fourth, 0.02);
        Near("untrained: L4", 2.013e-3, Errors(untrained).Fourth, 0.02);
        Near("naive (50 features exactly): mean squared error", 1.667e-3, Errors(naive).Square, 0.02);
        Near("naive: L4 over that of the trained network", 28.1, Errors(naive).Fourth / errors.Fourth, 0.03);
        Near(
            "naive, the other 50 given one multiple of all neurons: L4 over that of the trained network", 25.6,
            Errors(naiveWithOffset).Fourth / errors.Fourth, 0.03);
        Near("the multiple", 0.0983, offset, 0.05);
        Near(
            "read-off replaced by the best multiple of W⁺: L4 over that of the trained network", 1.147,
            Errors(inverse).Fourth / errors.Fourth, 0.05);
        Near(
            "weights trained anew within the codewords, read-off tied to c W⁺: L4 over that of the trained network", 1.051,
            Errors(held).Fourth / errors.Fourth, 0.03);
        Near(
            "trained with the read-off tied to c W⁺: L4 over that of the trained network", 1.049,
            Errors(tied).Fourth / errors.Fourth, 0.03);
        Near("c of the tied network", 1.635, scale, 0.05);
        var code = new LearnedCode(trained);
        Codes(code, errors.Fourth);
        Structure(code);
        foreach (var (active, share) in ((int, double)[])[(1, 1), (2, 1), (3, 0.9999), (4, 0.784), (5, 0.698), (6, 0.387)])
        {
            Near(
                $"{active} features at 1: share of inputs read without an error at ½", share,
                LearnedCode.ExactSupports(trained, active, 0.5, 20_000, seed), share > 0.9 ? 0.002 : 0.06);
        }
    }

    /// <summary>
    /// Codes with three numbers (on, off, the multiple), designed and the trained network's own. Published are on, off and the multiple
    /// apart; the network depends on off/on and on the product of on and the multiple alone.
    /// </summary>
    private void Codes(LearnedCode trained, double loss)
    {
        var fit = new CodewordFit(task, sizes.CodeInputs, seed.For("code"));
        var own = MeanLoss("codewords of the trained network", 1, _ => trained.Codewords).Loss;
        Near("its own codewords with three numbers: L4 over that of the trained network", 1.13, own / loss, 0.05);
        foreach (var (size, published, unswapped) in ((int, double, double)[])[(4, 1.307, 1.673), (5, 1.122, 1.671), (6, 1.343, 1.733),
            (7, 1.460, 1.794)])
        {
            var name = $"balanced code of {size} neurons a feature";
            Codewords AtRandom(Seed drawn) =>
                Codewords.Draw(Features, Neurons, size, drawn).Shuffled(sizes.Swaps, drawn.For("shuffle"));
            var (swappedLoss, ratio, multiple) =
                MeanLoss(name, sizes.Codes, drawn => AtRandom(drawn).WithLessOverlap(sizes.Swaps, drawn));
            Near(
                $"{name}, swapped to less overlap, mean of {sizes.Codes} codes: L4 over that of the trained network", published,
                swappedLoss / loss, 0.05);
            if (size == 5)
            {
                Near("its off/on", -0.041 / 0.899, ratio, 0.05);
                Near("its on times the multiple of the pseudo-inverse", 1.765 * 0.899, multiple, 0.05);
            }

            Near(
                $"{name}, at random: L4 over that of the trained network", unswapped,
                MeanLoss(name, sizes.Codes, AtRandom).Loss / loss, 0.05);
        }

        Codewords Independent(Seed drawn) => Codewords.DrawIndependently(Features, Neurons, 5, drawn);
        Near(
            "5 neurons a feature drawn independently, swapped to less overlap: L4 over that of the trained network", 1.357,
            MeanLoss("independent code", sizes.Codes, drawn => Independent(drawn).WithLessOverlap(sizes.Swaps, drawn)).Loss / loss, 0.05);
        Near(
            "5 neurons a feature drawn independently: L4 over that of the trained network", 1.899,
            MeanLoss("independent code", sizes.Codes, Independent).Loss / loss, 0.05);

        (double Loss, double Ratio, double Multiple) MeanLoss(string name, int codes, Func<Seed, Codewords> code)
        {
            var (sum, ratio, multiple) = (0.0, 0.0, 0.0);
            for (var draw = 0; draw < codes; draw++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                run.Progress.Report($"three numbers for a {name}, {draw + 1} of {codes}");
                var (network, bestRatio, bestMultiple) = fit.Best(code(seed.For($"{name}-{draw}")));
                using (network)
                {
                    sum += Errors(network).Fourth / codes;
                    ratio += bestRatio / codes;
                    multiple += bestMultiple / codes;
                }
            }

            return (sum, ratio, multiple);
        }
    }

    private void Structure(LearnedCode code)
    {
        Near("mean number of neurons of a feature's codeword", 5.46, code.Sizes.Average(), 0.05);
        Near("smallest number of codewords of a neuron", 10, code.Loads.Min(), 0.1);
        Near("largest number of codewords of a neuron", 12, code.Loads.Max(), 0.1);
        Near("largest number of neurons that two features share", 2, code.Statistics.LargestOverlap, 0.1);
        Near("largest cosine of two features", 0.236, code.Statistics.LargestCoherence, 0.1);
        Near("weights in codewords: mean", 0.340, code.On.Mean, 0.05);
        Near("weights in codewords: standard deviation", 0.057, code.On.Std, 0.1);
        Near("other weights: mean", -0.017, code.Off.Mean, 0.1);
        Near("cosine of rows of the read-off and of W⁺: mean", 0.9962, code.Cosines.Average(), 0.005);
        Near("cosine of rows of the read-off and of W⁺: least", 0.9946, code.Cosines.Min(), 0.005);
        Near("codewords exchanged: share of pairs in which the output goes with the codeword", 1, code.SwappedShare(), 0.001);
        Near("unevenness of leverages, R_geom", 1.0002, code.Statistics.LeverageRatio ?? double.NaN, 0.001);
    }

    private FreshErrors Errors(ReluNetwork network) => FreshErrors.Of(network, task, sizes.Evaluated, seed.For("evaluation"));

    private void Near(string quantity, double published, double ours, double tolerance) =>
        rows.Add(new ReproducedValue(Target, quantity, published, ours, tolerance, IsToBeBeaten: false));

    private void Below(string quantity, double published, double ours) =>
        rows.Add(new ReproducedValue(Target, quantity, published, ours, 0, IsToBeBeaten: true));

    /// <summary>How much is computed.</summary>
    /// <param name="Seeds">Starts that the network is trained from.</param>
    /// <param name="Steps">Steps of training.</param>
    /// <param name="Pool">Inputs that batches are drawn from.</param>
    /// <param name="Evaluated">Fresh inputs that networks are compared on, the same for all.</param>
    /// <param name="EvaluatedInTheEnd">
    /// Fresh inputs that the trained network alone is measured on: the draw of 600,000 moves the fourth power of its error by 0.3 %.
    /// </param>
    /// <param name="Codes">Designed codes of each size.</param>
    /// <param name="Swaps">Swaps that are tried on a designed code.</param>
    /// <param name="CodeInputs">Inputs that their numbers are fitted on.</param>
    internal sealed record Sizes(
        int Seeds, int Steps, int Pool, int Evaluated, int EvaluatedInTheEnd, int Codes, int Swaps, int CodeInputs);

    /// <summary>The first 50 features have a neuron each; the outputs of the others are one multiple of the sum of all neurons.</summary>
    private static ReluNetwork NaiveNetwork(double offset)
    {
        using var scope = NewDisposeScope();
        var weight_dm = eye(Neurons, Features);
        var readOff_md = weight_dm.t().clone();
        readOff_md[TensorIndex.Slice(Neurons)] = offset;
        return new ReluNetwork([new ReluLayer(weight_dm, zeros(Neurons))], new DenseReadOff(readOff_md));
    }

    /// <summary>The multiple with the least fourth power of the error.</summary>
    private double BestOffset()
    {
        using var scope = NewDisposeScope();
        using var unscaled = NaiveNetwork(offset: 1);
        var inputs = task.Draw(seed.Stream("offset"), Math.Min(MaxForOffset, sizes.Evaluated));
        var others = TensorIndex.Slice(Neurons);
        return BestMultiple.Of(
            unscaled.Run(inputs)[TensorIndex.Colon, others], FreshErrors.Dense(task.Targets(inputs))[TensorIndex.Colon, others]).Multiple;
    }

    /// <summary>A network's layer under the multiple of its pseudo-inverse that is best for it.</summary>
    private ReluNetwork UnderPseudoInverse(ReluNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var inverse_md = linalg.pinv(network.Layers[0].Weight);
        using var unscaled = network.WithReadOff(new DenseReadOff(inverse_md));
        var inputs = task.Draw(seed.Stream("pseudo-inverse"), Math.Max(1, sizes.CodeInputs));
        return network.WithReadOff(
            new DenseReadOff(inverse_md * BestMultiple.Of(unscaled.Run(inputs), FreshErrors.Dense(task.Targets(inputs))).Multiple));
    }
}
