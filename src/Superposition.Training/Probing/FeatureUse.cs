using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Superposition.Probing;

/// <summary>What one intervention does to the outputs, with steps of the same length along random directions for comparison.</summary>
/// <param name="Effect">The largest change of any output, root mean square over states, in shares of that output's range.</param>
/// <param name="Random">The mean effect of steps in directions that labels of no meaning take beyond the raw input.</param>
/// <param name="P">The probability that such a random step does as much.</param>
/// <param name="IsotropicP">The same for directions uniform on the sphere, in neurons' units.</param>
public sealed record CausalEffect(double Effect, double Random, double P, double IsotropicP);

/// <summary>What taking a feature away does to one output.</summary>
/// <param name="Output">The output.</param>
/// <param name="Effect">Root mean square over contexts, in shares of the output's range.</param>
/// <param name="Largest">The largest in any context.</param>
/// <param name="Share">The share of contexts in which it is material.</param>
public sealed record OutputUse(int Output, double Effect, double Largest, double Share);

/// <summary>In how many contexts taking a feature away is material.</summary>
/// <param name="Material">The number of contexts in which some output moves materially.</param>
/// <param name="Contexts">How many contexts there are, or were drawn.</param>
/// <param name="AreAll">Whether these are all contexts of the input set.</param>
/// <param name="AreExact">
/// Whether nothing was drawn in any of them, such as features in the place of others: a context in which it is material is then a fact.
/// </param>
public sealed record ContextCount(int Material, int Contexts, bool AreAll, bool AreExact)
{
    /// <summary>Whether nothing at all was left to chance: what was found is then a fact.</summary>
    public bool IsComplete => AreAll && AreExact;

    /// <summary>
    /// The share of contexts up to which use is tested: a feature of which at most this share matters counts as unused when contexts are
    /// drawn.
    /// </summary>
    public const double MaxUnused = 0.05;

    private const double Confidence = 0.95;

    /// <summary>The share of contexts in which it is material.</summary>
    public double Share => (double)Material / Contexts;

    /// <summary>
    /// The smallest share that is consistent with what was drawn (Clopper and Pearson, one-sided 95 %); the share itself where all contexts
    /// are known.
    /// </summary>
    public double Lower => AreAll ? Share : Material == 0 ? 0 : Beta.InvCDF(Material, Contexts - Material + 1, 1 - Confidence);

    /// <summary>The largest share that is consistent with what was drawn.</summary>
    public double Upper => AreAll ? Share : Material == Contexts ? 1 : Beta.InvCDF(Material + 1, Contexts - Material, Confidence);

    /// <summary>
    /// The probability of no more material contexts than were found if they were <see cref="MaxUnused"/> of all; 0 or 1 where all contexts
    /// are known.
    /// </summary>
    public double UnusedP => AreAll ? (Share <= MaxUnused ? 0 : 1) : Binomial.CDF(MaxUnused, Contexts, Material);
}

/// <summary>Whether the outputs depend on what a layer holds of a feature: interventions on its activations.</summary>
public sealed record FeatureUse
{
    /// <summary>The length of what is taken away, in neurons' standard deviations: of its interaction, for a pair.</summary>
    public required double Norm { get; init; }

    /// <summary>The output that taking it away moves most.</summary>
    public required int StrongestOutput { get; init; }

    /// <summary>The effect on that output, relative to the strongest effect that any feature has on it.</summary>
    public required double ShareOfStrongest { get; init; }

    /// <summary>The largest effect in any single context on any output, in shares of its range.</summary>
    public required double Largest { get; init; }

    /// <summary>In how many contexts taking it away is material.</summary>
    public required ContextCount InContexts { get; init; }

    /// <summary>
    /// The largest effect, root mean square over contexts, on an output that nearly all pairs move, in shares of its range, where it is as
    /// large as use would be but no pair stands out or it has either sign: whether that is use or interference cannot be told. 0 where
    /// there is none.
    /// </summary>
    public required double Unclear { get; init; }

    /// <summary>
    /// Whether its own effect cannot be told from that of what replaces its members: material in some context when few features replace
    /// them and in none when many do, or material when they are left out and for some replacements but not for most.
    /// </summary>
    public bool IsDisputed { get; init; }

    /// <summary>The outputs that taking it away moves materially in some context, the strongest first, at most ten.</summary>
    public required ImmutableArray<OutputUse> Outputs { get; init; }

    /// <summary>Through which later neurons; empty after the last layer and for features that are not used.</summary>
    public ImmutableArray<PathUse> Paths { get; init; } = [];

    /// <summary>Taking the feature away where it is present: for a pair, removing its interaction.</summary>
    public required CausalEffect Removal { get; init; }

    /// <summary>Setting the probe's value to its mean, where the feature is present.</summary>
    public required CausalEffect MeanAblation { get; init; }

    /// <summary>Projecting the probe's direction out, where the feature is present.</summary>
    public required CausalEffect Projection { get; init; }

    /// <summary>Erasing the label from the activations (LEACE), where the feature is present.</summary>
    public required CausalEffect Erasure { get; init; }

    /// <summary>Giving states without the feature the probe value of states with it.</summary>
    public required CausalEffect Interchange { get; init; }

    /// <summary>The slope of the outputs along the probe's unit direction.</summary>
    public required CausalEffect PathGradient { get; init; }

    /// <summary>The share of the direction's squared length in the row space of what follows.</summary>
    public required double RowSpaceShare { get; init; }

    /// <summary>The same share of the probe's direction.</summary>
    public required double ProbeRowSpaceShare { get; init; }

    /// <summary>The share that a random direction has on average: rank over living neurons.</summary>
    public required double RowSpaceExpected { get; init; }

    /// <summary>Steering along the probe that leaves outputs alone; null unless outputs are affine in the activations.</summary>
    public required Steering? Steering { get; init; }
}
