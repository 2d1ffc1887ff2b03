namespace Superposition.Booleans;

/// <summary>The gates of a layered circuit.</summary>
public enum LayerGateKind
{
    /// <summary>Hands its one input on.</summary>
    Copy,

    /// <summary>1 when both inputs are 1.</summary>
    And,

    /// <summary>1 when at least one input is 1.</summary>
    Or,

    /// <summary>1 when exactly one input is 1.</summary>
    Xor,
}

/// <summary>One gate of a layer; its inputs are features of the layer before.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="First">Its first input.</param>
/// <param name="Second">Its second input, another feature; for a copy the first one again.</param>
public readonly record struct Gate(LayerGateKind Kind, int First, int Second)
{
    /// <summary>How many features it reads: 1 for a copy, otherwise 2.</summary>
    public int FanIn => Kind == LayerGateKind.Copy ? 1 : 2;

    /// <summary>Its value when <paramref name="active"/> of its inputs are 1.</summary>
    public bool Value(int active) => Kind switch
    {
        LayerGateKind.And => active == 2,
        LayerGateKind.Xor => active == 1,
        _ => active >= 1,
    };
}

/// <summary>The shares of the kinds of gates in a random layer; they add up to 1.</summary>
public sealed record GateMix
{
    /// <summary>Makes a mix from the shares of COPY, AND, OR and XOR gates, each between 0 and 1.</summary>
    /// <exception cref="ArgumentException">A share is negative or NaN, or they do not add up to 1 (within 1e-9).</exception>
    public GateMix(double copy, double and, double or, double xor)
    {
        if (!(copy >= 0 && and >= 0 && or >= 0 && xor >= 0 && Math.Abs(copy + and + or + xor - 1) < 1e-9))
        {
            throw new ArgumentException(
                $"The shares of gates are copy {copy}, and {and}, or {or}, xor {xor}; expected numbers from 0 that add up to 1.",
                nameof(copy));
        }

        (Copy, And, Or, Xor) = (copy, and, or, xor);
    }

    /// <summary>The share of COPY gates, which pass one feature on: 0 … 1.</summary>
    public double Copy { get; }

    /// <summary>The share of AND gates of two features: 0 … 1.</summary>
    public double And { get; }

    /// <summary>The share of OR gates of two features: 0 … 1.</summary>
    public double Or { get; }

    /// <summary>The share of XOR gates of two features: 0 … 1.</summary>
    public double Xor { get; }

    /// <summary>Draws a kind of gate with the probabilities that the shares are.</summary>
    public LayerGateKind Draw(Random random)
    {
        var draw = random.NextDouble();
        return draw < Copy
            ? LayerGateKind.Copy
            : draw < Copy + And
            ? LayerGateKind.And
            : draw < Copy + And + Or
            ? LayerGateKind.Or
            : Xor > 0
            ? LayerGateKind.Xor
            : LayerGateKind.Copy;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Copy:P0} COPY, {And:P0} AND, {Or:P0} OR, {Xor:P0} XOR";
}
