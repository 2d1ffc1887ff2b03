namespace Superposition.Specs;

/// <summary>A value in a spec that cannot be.</summary>
/// <param name="Path">Where it stands, for example "task.active" or "scientific.neurons[2]".</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What would be right.</param>
public sealed record SpecProblem(string Path, string Found, string Expected);
