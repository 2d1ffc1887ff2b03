namespace Superposition.Representation;

/// <summary>
/// Which maps of the activations count as read-offs. The two differ in ε (an AND of raw features: 1/4 against 1/3), so every result names
/// its form.
/// </summary>
public enum ReadOffForm
{
    /// <summary>Read-offs with a constant, r·a + c.</summary>
    Affine,

    /// <summary>r·a, as in the paper's definition of ε-linear representation.</summary>
    WithoutConstant,
}
