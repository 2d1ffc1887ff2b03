namespace Superposition.Representation;

/// <summary>How a search for the best read-off ended.</summary>
internal enum ExchangeEnd
{
    /// <summary>No input errs more than the basis: optimal up to rounding.</summary>
    Optimal,

    /// <summary>The target is a combination of the columns on all inputs, up to rounding.</summary>
    Exact,

    /// <summary>Time was up, or rounding left no way on; the read-off and the measure are the best there were.</summary>
    Stopped,
}

/// <summary>The result of a search.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ReadOff">The best read-off found; null when the target is matched exactly.</param>
/// <param name="Multipliers">The measure on inputs that should rule out better ones.</param>
/// <param name="Exchanges">How many inputs were exchanged.</param>
internal sealed record ExchangeSolution(ExchangeEnd End, LinearReadOff? ReadOff, SignedMeasure Multipliers, int Exchanges);
