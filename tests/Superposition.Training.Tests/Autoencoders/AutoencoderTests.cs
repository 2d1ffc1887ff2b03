using Superposition.Autoencoders;
using Superposition.Booleans;
using Superposition.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Superposition.Tests.Autoencoders;

public class AutoencoderTests
{
    private static readonly AutoencoderSettings Settings = new() { Latents = 16, Steps = 1000, Batch = 64, LearningRate = 0.01 };

    [Theory]
    [InlineData(LatentActivation.Relu, 0.1)]
    [InlineData(LatentActivation.TopK, 2)]
    public void Features_along_random_directions_are_recovered_and_controls_recover_less(LatentActivation activation, double level)
    {
        using var scope = NewDisposeScope();
        var (activations_nd, features_nf) = Superposed();
        using var trained = SparseAutoencoder.Train(activations_nd, activation, level, Settings, new Seed(2), CancellationToken.None);
        using var untrained = SparseAutoencoder.Untrained(activations_nd, activation, level, Settings.Latents, new Seed(2));
        using var components = FixedDirections.PrincipalComponents(activations_nd);
        var (score, before, principal) = (Score(trained), Score(untrained), Score(components));
        Assert.InRange(score.Best.Count(best => best >= 0.8), 9, 12);
        Assert.InRange(principal.Best.Count(best => best >= 0.8), 0, 4);
        Assert.InRange(score.UnexplainedVariance, 0, 0.2);
        Assert.InRange(score.Matched.Average(), before.Matched.Average() + 0.1, 1);
        Assert.InRange(score.Matched.Average(), principal.Matched.Average() + 0.1, 1);
        Assert.Equal(0, principal.UnexplainedVariance, 4);

        GroundTruthScore Score(ILatentDictionary dictionary) => GroundTruthScore.Of(dictionary, activations_nd, features_nf, 0.9);
    }

    [Fact]
    public void JumpReLU_keeps_fewer_latents_active_under_a_larger_penalty()
    {
        using var scope = NewDisposeScope();
        var (activations_nd, features_nf) = Superposed();
        double Active(double penalty)
        {
            using var trained = SparseAutoencoder.Train(
                activations_nd, LatentActivation.JumpRelu, penalty, Settings with { Steps = 400 }, new Seed(2), CancellationToken.None);
            return GroundTruthScore.Of(trained, activations_nd, features_nf, 0.9).Active;
        }

        Assert.True(Active(0.1) < Active(0.0001) - 0.5);
    }

    [Fact]
    public void TopK_keeps_k_latents_and_the_rows_of_every_dictionary_have_unit_length()
    {
        using var scope = NewDisposeScope();
        var (activations_nd, _) = Superposed();
        using var trained = SparseAutoencoder.Train(
            activations_nd, LatentActivation.TopK, 3, Settings with { Steps = 20 }, new Seed(2), CancellationToken.None);
        Assert.InRange((trained.Latents(activations_nd) > 0).sum(1).max().item<long>(), 1, 3);
        Assert.True((trained.state_dict()["decoder"].norm(dim: 1, p: 2) - 1).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void A_dictionary_that_is_the_truth_scores_as_such_and_absorption_is_counted()
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(1).Generator("inputs");
        var x_n3 = (rand(400, 2, generator: generator) < 0.4).to(float32);
        var both_n1 = x_n3[.., ..1] * x_n3[.., 1..2];
        var truth_nf = cat([x_n3, both_n1], 1);
        var perfect = GroundTruthScore.Of(new Given(truth_nf), truth_nf, truth_nf, 0.9);
        Assert.All(perfect.Matched, matched => Assert.Equal(1, matched, 6));
        Assert.Equal((0.0, 0, 0.0), (perfect.Dead, perfect.Unexplained, Math.Round(perfect.Absorbed!.Value, 9)));

        // The first latent is silent wherever both are present, and the latent of both speaks for it; one more latent is dead.
        var absorbing_nl = cat([x_n3[.., ..1] - both_n1, x_n3[.., 1..2], both_n1, zeros_like(both_n1)], 1);
        var absorbed = GroundTruthScore.Of(new Given(absorbing_nl), truth_nf, truth_nf, 0.6);
        var share = (both_n1.sum() / x_n3[.., ..1].sum()).item<float>();
        Assert.Equal(share / 2, absorbed.Absorbed!.Value, 5);
        Assert.Equal(0.25, absorbed.Dead, 9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_autoencoder_and_no_tensor_is_left_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(Sum(), Sum());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static float Sum()
        {
            using var scope = NewDisposeScope();
            var (activations_nd, _) = Superposed();
            using var trained = SparseAutoencoder.Train(
                activations_nd, LatentActivation.JumpRelu, 0.01, Settings with { Steps = 20 }, new Seed(5), CancellationToken.None);
            return trained.Latents(activations_nd).sum().item<float>();
        }
    }

    /// <summary>12 features, two of them active, on random directions in 16 dimensions.</summary>
    private static (Tensor Activations_nd, Tensor Features_nf) Superposed()
    {
        using var generator = new Seed(3).Generator("directions");
        var features_nf = new SparseInputs(12, 2, Sparsity.Exactly).Draw(new Seed(4).Stream("inputs"), 600).ToDense(12);
        var directions_fd = randn(12, 16, generator: generator);
        return (features_nf.matmul(directions_fd / directions_fd.norm(dim: 1, keepdim: true, p: 2)), features_nf);
    }

    /// <summary>Latents that are given.</summary>
    private sealed class Given(Tensor latents_nl) : ILatentDictionary
    {
        public Tensor Latents(Tensor activations_nd) => latents_nl.alias();

        public Tensor Reconstruct(Tensor latents) => latents.slice(1, 0, 3, 1);

        public void Dispose()
        {
            // The latents are the test's own.
        }
    }
}
