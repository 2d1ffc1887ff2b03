using System.ComponentModel;

namespace Superposition.Studies.Networks;

/// <summary>A recipe with random weights.</summary>
public abstract record RandomNetworkSpec : NetworkSpec
{
    /// <summary>The name that its weights are drawn by.</summary>
    [Description("The name that weights are drawn by: at every seed, recipes with one name share their draws, and \"\" stands for the "
        + "seed itself. A name of the recipe's own when left out.")]
    public string? DrawnAs { get; init; }
}
