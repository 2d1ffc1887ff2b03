using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.ErrorCorrection;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Exploring;

/// <summary>
/// The numbers behind three pictures of the idea: weights with and without superposition, the neurons of one pair, and read-offs before and
/// after error correction.
/// </summary>
/// <param name="Naive">Weights of one neuron for each pair, [28][8].</param>
/// <param name="Superposed">Weights of neurons that each add up a random subset of the features, [20][8].</param>
/// <param name="Lit">What the neurons of a layer do while none, one and both of a pair are on.</param>
/// <param name="ReadOffs">How often which value is read for an AND, before and after correction.</param>
public sealed record IdeaNumbers(
    ImmutableArray<ImmutableArray<float>> Naive, ImmutableArray<ImmutableArray<float>> Superposed, ImmutableArray<LitNeurons> Lit,
    ImmutableArray<ReadOffHistogram> ReadOffs)
{
    private const int FewFeatures = 8, FewNeurons = 20;
    private const int Features = 64, Neurons = 240, Switched = 2;
    private const int CorrectedFeatures = 24, CorrectedNeurons = 2048, Active = 3, Units = 4096, ChannelSize = 16, Inputs = 1000;
    private const double WindowLow = 0.4, Half = 0.5;

    /// <summary>Builds the layers of a seed and runs them.</summary>
    public static IdeaNumbers Of(Seed seed)
    {
        using var naive = Build("naive", new SparseInputs(FewFeatures, 2, Sparsity.AtMost), FewFeatures * (FewFeatures - 1) / 2, seed);
        using var subset = Build("subset", new SparseInputs(FewFeatures, 2, Sparsity.AtMost), FewNeurons, seed, Half);
        return new IdeaNumbers(Rows(naive.Layers[0].Weight), Rows(subset.Layers[0].Weight), LitOf(seed), ReadOffsOf(seed));
    }

    private static ReluNetwork Build(string kind, SparseInputs inputs, int neurons, Seed seed, double? density = null)
    {
        using var generator = seed.Generator($"construction-{kind}");
        return UniversalAndConstructions.Find(kind)!.Build(new UniversalAndSize(inputs, neurons, density), generator);
    }

    /// <summary>Two features are on: neither, one or both of the pair (0, 1), and others in their place.</summary>
    private static ImmutableArray<LitNeurons> LitOf(Seed seed)
    {
        using var scope = NewDisposeScope();
        using var network = Build("subset", new SparseInputs(Features, Switched, Sparsity.AtMost), Neurons, seed);
        var weights = Rows(network.Layers[0].Weight);
        ImmutableArray<int> heard = [.. weights.Select(row => (row[0] > 0 ? 1 : 0) + (row[1] > 0 ? 1 : 0))];
        int[] others = [20, 40];
        return
        [
            .. new[] { Array.Empty<int>(), [0], [0, 1] }.Select(pair =>
            {
                using var inner = NewDisposeScope();
                int[] on = [.. pair, .. others.Take(Switched - pair.Length)];
                return new LitNeurons(
                    pair.Length, heard, [.. Numbers(network.Activations(ActiveSets.Of(on)))], Numbers(network.Run(ActiveSets.Of(on)))[0]);
            }),
        ];
    }

    private static ImmutableArray<ReadOffHistogram> ReadOffsOf(Seed seed)
    {
        using var scope = NewDisposeScope();
        var inputs = new SparseInputs(CorrectedFeatures, Active, Sparsity.Exactly);
        var pairs = PairAnds.All(CorrectedFeatures);
        using var network = Build("subset", inputs, CorrectedNeurons, seed);
        var code = ChannelCode.Draw(ChannelCodeKind.OverlapReduced, pairs.Count, Units, ChannelSize, seed.For("channels"));
        using var correction = new ErrorCorrectionLayer(eye(pairs.Count), code, ClipWindow.Rounding(WindowLow), centred: true);
        var (before, after) = (new ReadOffHistogram.Counter(), new ReadOffHistogram.Counter());
        var classes = new byte[pairs.Count];
        foreach (var batch in InputSample.Drawn(inputs, Inputs, seed.For("inputs")).Batches(100))
        {
            using var inner = NewDisposeScope();
            var read = Numbers(network.Run(batch));
            for (var i = 0; i < batch.Count; i++)
            {
                pairs.Classify(batch[i], classes);
                var own = read.AsSpan(i * pairs.Count, pairs.Count);
                before.Add(own, classes, pairs);
                after.Add(correction.ReadOut(correction.PreActivations(own)), classes, pairs);
            }
        }

        return [before.ToHistogram(), after.ToHistogram()];
    }

    private static float[] Numbers(Tensor values) => values.detach().contiguous().Floats().ToArray();

    private static ImmutableArray<ImmutableArray<float>> Rows(Tensor weight_dm)
    {
        using var scope = NewDisposeScope();
        var width = (int)weight_dm.shape[1];
        return [.. Numbers(weight_dm).Chunk(width).Select(row => row.ToImmutableArray())];
    }
}

/// <summary>A layer while some of a pair are on.</summary>
/// <param name="On">How many of the pair are.</param>
/// <param name="Heard">How many of the pair every neuron listens to.</param>
/// <param name="Activations">What every neuron gives.</param>
/// <param name="ReadOff">What is read for the AND of the pair.</param>
public sealed record LitNeurons(int On, ImmutableArray<int> Heard, ImmutableArray<float> Activations, float ReadOff);

/// <summary>How often which value is read for an AND.</summary>
/// <param name="Middles">The middle of every bin.</param>
/// <param name="Off">How many read-offs of ANDs that are 0 lie in it.</param>
/// <param name="On">How many of ANDs that are 1.</param>
/// <param name="Epsilon">The largest error.</param>
/// <param name="Wrong">How many lie on the wrong side of ½.</param>
public sealed record ReadOffHistogram(
    ImmutableArray<double> Middles, ImmutableArray<long> Off, ImmutableArray<long> On, double Epsilon, long Wrong)
{
    private const double Low = -0.8, Width = 0.05;
    private const int Bins = 52;

    internal sealed class Counter
    {
        private readonly long[][] counts = [new long[Bins], new long[Bins]];
        private double epsilon;
        private long wrong;

        public void Add(ReadOnlySpan<float> readOffs, byte[] classes, PairAnds pairs)
        {
            for (var output = 0; output < readOffs.Length; output++)
            {
                var truth = pairs.ValueOf(classes[output]);
                counts[truth][Math.Clamp((int)((readOffs[output] - Low) / Width), 0, Bins - 1)]++;
                epsilon = Math.Max(epsilon, Math.Abs(readOffs[output] - truth));
                wrong += readOffs[output] >= 0.5f == (truth == 1) ? 0 : 1;
            }
        }

        public ReadOffHistogram ToHistogram() =>
            new([.. Enumerable.Range(0, Bins).Select(bin => Low + (Width * (bin + 0.5)))], [.. counts[0]], [.. counts[1]], epsilon, wrong);
    }
}
