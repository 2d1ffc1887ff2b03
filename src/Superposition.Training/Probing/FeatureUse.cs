namespace Superposition.Probing;

/// <summary>What one intervention does to the outputs, beside steps of the same length along random directions.</summary>
/// <param name="Effect">The largest mean change of any output, in shares of that output's range.</param>
/// <param name="Random">The mean effect of steps in directions that labels of no meaning take beyond the raw input.</param>
/// <param name="P">The probability that such a random step does as much.</param>
/// <param name="IsotropicP">The same for directions uniform on the sphere.</param>
public sealed record CausalEffect(double Effect, double Random, double P, double IsotropicP);

/// <summary>Whether the outputs depend on what a layer holds of a feature: interventions on its activations.</summary>
public sealed record FeatureUse
{
    /// <summary>The length of the feature's direction: of its interaction vector, for a pair.</summary>
    public required double Norm { get; init; }

    /// <summary>The output that taking the direction away moves most.</summary>
    public required int StrongestOutput { get; init; }

    /// <summary>The effect on that output, relative to the strongest effect that any feature has on it.</summary>
    public required double ShareOfStrongest { get; init; }

    /// <summary>The largest effect in any single context on any output, in shares of its range.</summary>
    public required double Largest { get; init; }

    /// <summary>The p-value of the hypothesis that some output moves by at least the immaterial share of its range: small means shown to be unused.</summary>
    public required double MaterialP { get; init; }

    /// <summary>Taking the feature's direction away where the feature is present: for a pair, removing its interaction.</summary>
    public required CausalEffect Removal { get; init; }

    /// <summary>Setting the probe's value to its mean, where the feature is present.</summary>
    public required CausalEffect MeanAblation { get; init; }

    /// <summary>Projecting the probe's direction out, where the feature is present.</summary>
    public required CausalEffect Projection { get; init; }

    /// <summary>Erasing the label from the activations (LEACE), where the feature is present.</summary>
    public required CausalEffect Erasure { get; init; }

    /// <summary>Giving states without the feature the probe value of states with it.</summary>
    public required CausalEffect Interchange { get; init; }

    /// <summary>The slope of the outputs along the probe's unit direction, mean over states.</summary>
    public required CausalEffect PathGradient { get; init; }

    /// <summary>The share of the direction's squared length in the row space of what follows.</summary>
    public required double RowSpaceShare { get; init; }

    /// <summary>The same share of the probe's direction.</summary>
    public required double ProbeRowSpaceShare { get; init; }

    /// <summary>The share that a random direction has on average: rank/d.</summary>
    public required double RowSpaceExpected { get; init; }

    /// <summary>Steering along the probe that leaves outputs alone; null unless outputs are affine in the activations.</summary>
    public required Steering? Steering { get; init; }
}
