namespace Superposition.Specs;

/// <summary>A type whose text in a spec is that of another one.</summary>
/// <param name="type">The other type.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadsAsAttribute(Type type) : Attribute
{
    /// <summary>The type whose text in a spec is read in place of the marked one's.</summary>
    public Type Type => type;
}
