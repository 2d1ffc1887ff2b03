namespace Superposition.Objectives;

/// <summary>How losses of single outputs become one number.</summary>
public enum Reduction
{
    /// <summary>Their mean over inputs and outputs.</summary>
    Mean,

    /// <summary>Their sum over inputs and outputs.</summary>
    Sum,

    /// <summary>
    /// For powers: the p-th root of their mean, which goes to the worst error ε as p grows and keeps its gradient at a usable size.
    /// </summary>
    Root,
}

/// <summary>The factor of a reduction.</summary>
internal static class Reductions
{
    /// <summary>What the sum over all outputs is multiplied by.</summary>
    public static double Factor(this Reduction reduction, ReadOffPass pass) => reduction switch
    {
        Reduction.Mean => 1 / ((double)pass.Inputs * pass.Outputs),
        Reduction.Sum => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Only powers have a root."),
    };
}
