using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Networks;

/// <summary>Makes tensors into parameters that a module keeps.</summary>
internal static class Parameters
{
    /// <summary>
    /// A float32 parameter that outlives the dispose scope it is made in. Without the detaching it would die with that scope and
    /// <c>state_dict()</c> would come back empty, without an exception.
    /// </summary>
    public static Parameter Keep(Tensor values)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(values.detach().to(float32).contiguous().clone());
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
