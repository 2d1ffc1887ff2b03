using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Autoencoders;

/// <summary>Something that takes activations apart into latents.</summary>
public interface ILatentDictionary : IDisposable
{
    /// <summary>The latents of activations of shape [n, d]; not negative, shape [n, l].</summary>
    Tensor Latents(Tensor activations_nd);

    /// <summary>Activations from latents, shape [n, d].</summary>
    Tensor Reconstruct(Tensor latents_nl);
}

/// <summary>
/// What an autoencoder has to be better than: directions that were not learned from anything but the covariance, or from nothing. The
/// latents of a direction u are the positive and the negative part of (a − mean)·u; where directions span everything, the reconstruction
/// is exact.
/// </summary>
public sealed class FixedDirections : ILatentDictionary
{
    private readonly Tensor directions_kd;
    private readonly Tensor mean_1d;

    private FixedDirections(Tensor directions_kd, Tensor mean_1d)
    {
        this.directions_kd = directions_kd;
        this.mean_1d = mean_1d;
    }

    /// <summary>The neurons themselves as latents, each in both directions from its mean.</summary>
    public static FixedDirections Neurons(Tensor activations_nd) => Of(activations_nd, _ => eye(activations_nd.shape[1]));

    /// <summary>The principal components.</summary>
    public static FixedDirections PrincipalComponents(Tensor activations_nd) =>
        Of(activations_nd, centred_nd => linalg.eigh(centred_nd.t().matmul(centred_nd)).Item2.t());

    /// <summary>Random unit directions.</summary>
    public static FixedDirections Random(Tensor activations_nd, int count, Seed seed)
    {
        using var generator = seed.Generator("random-dictionary");
        return Of(activations_nd, _ => randn(count, activations_nd.shape[1], generator: generator));
    }

    /// <inheritdoc/>
    public Tensor Latents(Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        var along_nk = (activations_nd.to(float32) - mean_1d).matmul(directions_kd.t());
        return cat([along_nk.relu(), (-along_nk).relu()], 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor latents_nl)
    {
        using var scope = NewDisposeScope();
        var k = directions_kd.shape[0];
        var along_nk = latents_nl.slice(1, 0, k, 1) - latents_nl.slice(1, k, 2 * k, 1);
        return (along_nk.matmul(linalg.pinv(directions_kd).t()) + mean_1d).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        directions_kd.Dispose();
        mean_1d.Dispose();
    }

    private static FixedDirections Of(Tensor activations_nd, Func<Tensor, Tensor> directions)
    {
        using var scope = NewDisposeScope();
        var a_nd = activations_nd.to(float32);
        var centre_1d = a_nd.mean([0], keepdim: true);
        var rows_kd = directions(a_nd - centre_1d);
        var unit_kd = rows_kd / rows_kd.norm(dim: 1, keepdim: true, p: 2).clamp_min(1e-12);
        return new FixedDirections(unit_kd.DetachFromDisposeScope(), centre_1d.DetachFromDisposeScope());
    }
}
