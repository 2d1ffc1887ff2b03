using FsCheck.Xunit;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Tests.Networks;

public class SparseProductTests
{
    [Property(MaxTest = 50)]
    public void Products_with_sparse_vectors_are_those_with_the_vectors_written_out(
        ulong seed, byte inputs, byte features, byte columns, bool areBoolean, bool cutOff)
    {
        using var scope = NewDisposeScope();
        var m = 1 + (features % 30);
        var c = 1 + columns;
        var vectors = Draw(new Seed(seed), 1 + inputs, m, areBoolean);
        using var generator = new Seed(seed).Generator("matrix");
        var rows_mc = randn(m, c, generator: generator);
        var bias_c = randn(c, generator: generator);
        var x_nm = WrittenOut(vectors, m);

        var out_nc = full(vectors.Count, c, float.NaN);
        SparseProduct.Forward(vectors, rows_mc, bias_c, cutOff, out_nc);
        var expected = x_nm.matmul(rows_mc) + bias_c;
        AssertNear(cutOff ? expected.relu() : expected, out_nc);

        var slope_nc = randn(vectors.Count, c, generator: generator);
        var out_mc = full(m, c, float.NaN);
        SparseProduct.Backward(vectors, slope_nc, out_mc);
        AssertNear(x_nm.t().matmul(slope_nc), out_mc);
        AssertNear(x_nm.sum(dim: 0), vectors.Totals(m).to(float32));
    }

    [Property(MaxTest = 30)]
    public void Sums_of_rows_are_the_same_with_and_without_a_gradient(ulong seed, byte inputs, byte columns, bool areBoolean)
    {
        using var scope = NewDisposeScope();
        var vectors = Draw(new Seed(seed), 1 + inputs, 12, areBoolean);
        using var generator = new Seed(seed).Generator("matrix");
        var rows_mc = randn(12, 1 + (columns % 20), generator: generator).requires_grad_(true);
        var with = vectors.SumRows(rows_mc);
        with.sum().backward();
        AssertNear(WrittenOut(vectors, 12).sum(dim: 0).unsqueeze(1).expand(rows_mc.shape), rows_mc.grad!);
        AssertNear(with, vectors.SumRows(rows_mc.detach()));
    }

    private static SparseVectors Draw(Seed seed, int count, int length, bool areBoolean)
    {
        var random = seed.Stream("vectors");
        var places = new SparseInputs(length, Math.Min(4, length), Sparsity.AtMost).Draw(random, count);
        return new SparseVectors(places, areBoolean ? null : [.. places.Features.ToArray().Select(_ => (float)random.NextDouble())]);
    }

    private static Tensor WrittenOut(SparseVectors vectors, int length)
    {
        var cells = new float[vectors.Count * length];
        for (var i = 0; i < vectors.Count; i++)
        {
            for (var at = vectors.Places.Offsets[i]; at < vectors.Places.Offsets[i + 1]; at++)
            {
                cells[(i * length) + vectors.Places.Features[at]] = vectors.ValueAt(at);
            }
        }

        return tensor(cells).view(vectors.Count, length);
    }

    private static void AssertNear(Tensor expected, Tensor found) =>
        Assert.True((expected - found).abs().max().item<float>() <= 1e-5f * Math.Max(1, expected.abs().max().item<float>()));
}
