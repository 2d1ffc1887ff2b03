using Superposition.Booleans;
using Superposition.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Autoencoders;

/// <summary>
/// A sparse autoencoder: latents z = σ((a − c) Eᵀ + e), reconstruction â = z D + c, the rows of D of unit length. Activations are
/// scaled so that their variance is 1 in all; scale and centre are part of the autoencoder.
/// </summary>
public sealed class SparseAutoencoder : nn.Module<Tensor, Tensor>, ILatentDictionary
{
    // Rajamanoharan et al. use a bandwidth of 0.001 of activations with unit mean square per coordinate; the variance here is 1 over all
    // coordinates.
    private const double Bandwidth = 0.02;
    private const double FirstThreshold = 0.05;

    private readonly Parameter encoder;
    private readonly Parameter encoderBias;
    private readonly Parameter decoder;
    private readonly Parameter centre;
    private readonly Parameter logThreshold;
    private readonly LatentActivation activation;
    private readonly double level;
    private readonly double scale;

    private SparseAutoencoder(Tensor directions_ld, Tensor centre_d, double scale, LatentActivation activation, double level)
        : base(nameof(SparseAutoencoder))
    {
        (this.activation, this.level, this.scale) = (activation, level, scale);
        encoder = Keep(directions_ld);
        encoderBias = Keep(zeros(directions_ld.shape[0]));
        decoder = Keep(directions_ld);
        centre = Keep(centre_d);
        logThreshold = Keep(full(directions_ld.shape[0], (float)Math.Log(FirstThreshold)));
        RegisterComponents();
    }

    /// <summary>An autoencoder before training: random directions, the same for encoder and decoder.</summary>
    /// <param name="activations_nd">The activations it is for: they give centre and scale.</param>
    /// <param name="activation">What keeps latents sparse.</param>
    /// <param name="level">How sparse: the weight of the penalty, or k.</param>
    /// <param name="latents">n, the number of latents.</param>
    /// <param name="seed">The seed of the directions.</param>
    public static SparseAutoencoder Untrained(Tensor activations_nd, LatentActivation activation, double level, int latents, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("autoencoder-weights");
        var mean_d = activations_nd.to(float32).mean([0]);
        var variance = (activations_nd.to(float32) - mean_d).square().sum(1).mean().item<float>();
        var toUnit = 1 / Math.Sqrt(Math.Max(variance, 1e-30));
        return new SparseAutoencoder(
            UnitRows(randn(latents, activations_nd.shape[1], generator: generator)), mean_d * toUnit, toUnit, activation, level);
    }

    /// <summary>Trains an autoencoder on activations.</summary>
    /// <inheritdoc cref="Untrained"/>
    /// <param name="activations_nd">The activations, shape [n, d].</param>
    /// <param name="activation">What keeps latents sparse.</param>
    /// <param name="level">How sparse: the weight of the penalty, or k.</param>
    /// <param name="settings">Size, steps, batch, learning rate.</param>
    /// <param name="seed">The seed of initial directions and batches.</param>
    /// <param name="cancellation">Stops it.</param>
    public static SparseAutoencoder Train(
        Tensor activations_nd, LatentActivation activation, double level, AutoencoderSettings settings, Seed seed,
        CancellationToken cancellation)
    {
        var trained = Untrained(activations_nd, activation, level, settings.Latents, seed);
        using var scope = NewDisposeScope();
        using var generator = seed.Generator("autoencoder-batches");
        using var adam = optim.Adam(trained.parameters(), lr: settings.LearningRate, beta2: 0.999);
        var scaled_nd = activations_nd.to(float32) * trained.scale;
        for (var step = 0; step < settings.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var batch_bd = scaled_nd.index_select(0, randint(0, scaled_nd.shape[0], [settings.Batch], dtype: int64, generator: generator));
            var (latents_bl, penalty) = trained.Encode(batch_bd);
            var loss = (trained.Decode(latents_bl) - batch_bd).square().sum(1).mean() + penalty;
            adam.zero_grad();
            loss.backward();
            foreach (var group in adam.ParamGroups)
            {
                group.LearningRate = settings.LearningRate * Math.Min(1, 5.0 * (settings.Steps - step) / settings.Steps);
            }

            adam.step();
            using var noGradient = no_grad();
            trained.decoder.copy_(UnitRows(trained.decoder));
        }

        return trained;
    }

    /// <inheritdoc/>
    public Tensor Latents(Tensor activations_nd)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Encode(activations_nd.to(float32) * scale).Latents.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Reconstruct(Tensor latents_nl)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return (Decode(latents_nl) / scale).MoveToOuterDisposeScope();
    }

    /// <param name="input">Activations, shape [n, d].</param>
    /// <returns>Their reconstruction, shape [n, d].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Reconstruct(Latents(input)).MoveToOuterDisposeScope();
    }

    /// <summary>A parameter that outlives the dispose scope it is made in.</summary>
    private static Parameter Keep(Tensor values)
    {
        var parameter = new Parameter(values.detach().to(float32).clone());
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static Tensor UnitRows(Tensor rows) => rows / rows.norm(dim: 1, keepdim: true, p: 2).clamp_min(1e-12);

    private Tensor Decode(Tensor latents_bl) => latents_bl.matmul(decoder) + centre;

    /// <summary>Latents of scaled activations, and the penalty on them.</summary>
    private (Tensor Latents, Tensor Penalty) Encode(Tensor scaled_bd)
    {
        var pre_bl = (scaled_bd - centre).matmul(encoder.t()) + encoderBias;
        switch (activation)
        {
            case LatentActivation.Relu:
                var positive_bl = pre_bl.relu();
                return (positive_bl, positive_bl.sum(1).mean() * level);
            case LatentActivation.TopK:
                var (values, places) = pre_bl.relu().topk((int)Math.Min(level, pre_bl.shape[1]), dim: 1);
                return (zeros_like(pre_bl).scatter(1, places, values), zeros([]));
            default:
                // Straight through: the step has the slope of a ramp of the stated width, with respect to the threshold alone.
                var threshold_l = logThreshold.exp();
                var open_bl = (pre_bl > threshold_l).to(float32).detach();
                var ramp_bl = (((pre_bl.detach() - threshold_l) / Bandwidth) + 0.5).clamp(0, 1);
                var slope_bl = ramp_bl - ramp_bl.detach();
                return ((pre_bl * open_bl) + (threshold_l * slope_bl), (open_bl + slope_bl).sum(1).mean() * level);
        }
    }
}
