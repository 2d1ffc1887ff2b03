using static TorchSharp.torch;

namespace Superposition.Checkpoints;

/// <summary>Arrays of any number type as finite float32.</summary>
internal static class FiniteArray
{
    /// <summary>Reads one array of any number type as float32; the innermost dispose scope owns it.</summary>
    /// <exception cref="NetworkFileException">
    /// A value is NaN, infinite or beyond the range of float32, or the array holds no numbers.
    /// </exception>
    public static Tensor Float32(IArrayFile file, string name)
    {
        using var scope = NewDisposeScope();
        var stored = file.Read(name);
        var values = stored.to(float32);
        var beyond = stored.dtype == ScalarType.Float64 ? stored.isfinite().logical_and(values.isinf()) : null;
        if (beyond is not null && beyond.any().item<bool>())
        {
            var found = stored.masked_select(beyond)[0].item<double>();
            throw new NetworkFileException(
                $"{name} has the value {found:G6}, expected numbers within the range of float32, up to 3.4E+38: scale them before.");
        }

        NetworkLayout.RequireFinite(name, values);
        return values.MoveToOuterDisposeScope();
    }
}
