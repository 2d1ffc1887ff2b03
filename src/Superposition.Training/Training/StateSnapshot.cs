using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>A copy of parameters at a moment when the loss computed from them was finite, to fall back on when training diverges.</summary>
internal sealed class StateSnapshot : IDisposable
{
    private readonly Parameter[] parameters;
    private readonly Tensor[] copies;

    public StateSnapshot(Parameter[] parameters)
    {
        this.parameters = parameters;
        copies = [.. parameters.Select(p => p.detach().clone().DetachFromDisposeScope())];
    }

    /// <summary>Takes the parameters anew when the step is a multiple of some number. Called when the loss at them is known to be finite.</summary>
    public void TakeEvery(int steps, long step)
    {
        if (step % steps == 0 && AreFinite())
        {
            Copy(parameters, copies);
        }
    }

    /// <summary>Puts the copy back.</summary>
    public void Restore() => Copy(copies, parameters);

    /// <summary>Whether the parameters have become NaN or infinite since.</summary>
    public bool IsBetterThanNow() => !AreFinite();

    public void Dispose()
    {
        foreach (var copy in copies)
        {
            copy.Dispose();
        }
    }

    private bool AreFinite()
    {
        using var scope = NewDisposeScope();
        return parameters.All(p => p.isfinite().all().item<bool>());
    }

    private static void Copy(IEnumerable<Tensor> from, IEnumerable<Tensor> to)
    {
        using var noGradient = no_grad();
        foreach (var (source, target) in from.Zip(to))
        {
            target.copy_(source);
        }
    }
}
