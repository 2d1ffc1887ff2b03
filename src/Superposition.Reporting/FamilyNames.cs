using Superposition.Comparison;

namespace Superposition.Reporting;

/// <summary>Families of constructions in words.</summary>
public static class FamilyNames
{
    /// <summary>What a network of the family is called.</summary>
    public static string Of(ConstructionFamily family) => family switch
    {
        ConstructionFamily.None => "none of them",
        ConstructionFamily.Dedicated => "dedicated neurons",
        ConstructionFamily.Subset => "sparse subsets",
        ConstructionFamily.Signs => "dense signs",
        ConstructionFamily.Ternary => "ternary weights",
        ConstructionFamily.Random => "random weights",
        ConstructionFamily.Mixed => "a mixture",
        _ => "codewords",
    };
}
