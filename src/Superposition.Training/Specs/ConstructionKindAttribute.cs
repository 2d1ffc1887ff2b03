namespace Superposition.Specs;

/// <summary>Marks a text, or a list of texts, of a spec that names constructions, so that the JSON Schema can list them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConstructionKindAttribute : Attribute
{
    /// <summary>Whether constructions that need a width of their own are left out.</summary>
    public bool OfAnyWidth { get; init; }

    /// <summary>Whether only constructions for inputs in superposition are meant.</summary>
    public bool ReadsEncoding { get; init; }
}
