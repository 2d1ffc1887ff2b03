using System.ComponentModel;

namespace Superposition.Autoencoders;

/// <summary>What keeps latents sparse.</summary>
public enum LatentActivation
{
    /// <summary>ReLU, with the sum of latents as penalty (L1).</summary>
    Relu,

    /// <summary>The k largest latents of each input alone (Gao et al., "Scaling and evaluating sparse autoencoders", 2024).</summary>
    TopK,

    /// <summary>Latents above a learned threshold, with their number as penalty (Rajamanoharan et al., "Jumping ahead", 2024).</summary>
    JumpRelu,
}

/// <summary>How an autoencoder is trained. Nothing has a hidden default.</summary>
public sealed record AutoencoderSettings
{
    /// <summary>n, the number of latents, 1 to 16,384.</summary>
    [Description("Size of the dictionary.")]
    public required int Latents { get; init; }

    /// <summary>The number of Adam steps, 1 to 10,000,000.</summary>
    [Description("Optimizer steps (Adam).")]
    public required int Steps { get; init; }

    /// <summary>The number of inputs in the batch of one step, drawn with replacement; 1 to 1,000,000.</summary>
    [Description("Inputs in a batch, drawn with replacement.")]
    public required int Batch { get; init; }

    /// <summary>The learning rate; it falls to 0 over the last fifth.</summary>
    [Description("Learning rate; it falls linearly to 0 over the last fifth of training.")]
    public required double LearningRate { get; init; }
}
