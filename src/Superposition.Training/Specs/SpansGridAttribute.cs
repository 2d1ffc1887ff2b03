namespace Superposition.Specs;

/// <summary>
/// Marks a list of a spec whose entries span grids: any value inside an entry may be <c>{ "vary": [...] }</c> or <c>{ "tune": [...] }</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpansGridAttribute : Attribute;
