using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Tests.Representation;

public class FeatureEncodingTests
{
    [Theory]
    [InlineData(EncodingKind.Gaussian, 64, 256)]
    [InlineData(EncodingKind.Signs, 64, 256)]
    [InlineData(EncodingKind.LowCoherence, 64, 256)]
    [InlineData(EncodingKind.LowCoherence, 64, 64)]
    [InlineData(EncodingKind.Gaussian, 3, 1)]
    public void Columns_have_length_one(EncodingKind kind, int dimension, int features)
    {
        using var scope = NewDisposeScope();
        var encoding_em = Draw(kind, dimension, features, seed: 1);
        Assert.Equal([dimension, features], encoding_em.shape);
        Assert.InRange((encoding_em.norm(0) - 1).abs().max().item<float>(), 0, 1e-5f);
    }

    [Theory]
    [InlineData(EncodingKind.Gaussian, 128, 512, 0.01)]
    [InlineData(EncodingKind.Signs, 128, 512, 0.01)]
    [InlineData(EncodingKind.LowCoherence, 64, 256, 0.02)]
    [InlineData(EncodingKind.LowCoherence, 64, 128, 0.05)]
    public void Mean_square_overlap_is_as_predicted(EncodingKind kind, int dimension, int features, double tolerance)
    {
        using var scope = NewDisposeScope();
        var predicted = Math.Sqrt(new EncodingSize(kind, dimension).MeanSquareOverlap(features));
        var measured = Coherence.Of(Draw(kind, dimension, features, seed: 2)).Rms;
        Assert.InRange(measured / predicted, 1 - tolerance, 1 + tolerance);
    }

    [Fact]
    public void Low_coherence_directions_overlap_less_than_half_as_much_as_random_ones_and_no_less_than_Welch_allows()
    {
        using var scope = NewDisposeScope();
        var random = Coherence.Of(Draw(EncodingKind.Gaussian, 64, 256, seed: 3));
        var reduced = Coherence.Of(Draw(EncodingKind.LowCoherence, 64, 256, seed: 3));
        var welch = Math.Sqrt((256.0 - 64) / (64 * 255));
        Assert.InRange(reduced.Largest, welch, random.Largest / 2);
        Assert.InRange(reduced.Rms, welch * 0.9999, random.Rms);
    }

    [Fact]
    public void Low_coherence_directions_are_orthogonal_when_there_is_room()
    {
        using var scope = NewDisposeScope();
        Assert.InRange(Coherence.Of(Draw(EncodingKind.LowCoherence, 64, 48, seed: 4)).Largest, 0, 1e-3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_directions()
    {
        using var scope = NewDisposeScope();
        Assert.True(
            Draw(EncodingKind.LowCoherence, 16, 40, seed: 5).equal(Draw(EncodingKind.LowCoherence, 16, 40, seed: 5)).all().item<bool>());
    }

    [Fact]
    public void An_encoding_without_dimensions_is_refused() =>
        Assert.Contains(
            "at least 1 dimension", Assert.Throws<ArgumentOutOfRangeException>(() => new EncodingSize(EncodingKind.Signs, 0)).Message,
            StringComparison.Ordinal);

    private static Tensor Draw(EncodingKind kind, int dimension, int features, ulong seed)
    {
        using var generator = new Seed(seed).Generator("encoding");
        return FeatureEncodings.Draw(new EncodingSize(kind, dimension), features, generator);
    }
}
