using System.ComponentModel;

namespace Superposition.Plateaus;

/// <summary>How many states plateaus are measured at.</summary>
public sealed record PlateauSettings
{
    /// <summary>States that a feature's own output is averaged over.</summary>
    [Description("States that the curve of a feature's own output is averaged over; θ and σ are fitted to it.")]
    public required int States { get; init; }

    /// <summary>States, the first of these, that distances of all outputs are averaged over.</summary>
    [Description("States that distances of all outputs are averaged over; no more than states.")]
    public required int DistanceStates { get; init; }

    /// <summary>States, the first of these, at which the Jacobian is taken.</summary>
    [Description("States at which the Jacobian is taken, each at a cost of 2d evaluations; 0 for none, no more than states.")]
    public required int JacobianStates { get; init; }
}
