using System.Numerics.Tensors;

namespace Superposition.Training;

/// <summary>A copy of trained parameters: the last good or best state to fall back on, or a running average of all states.</summary>
internal sealed class ParameterCopy : ISavedState
{
    private readonly ParameterBuffer parameters;
    private readonly float[] copy;

    /// <summary>Copies the parameters as they are.</summary>
    public ParameterCopy(ParameterBuffer parameters)
    {
        this.parameters = parameters;
        copy = parameters.Trained.ToArray();
    }

    /// <summary>Copies the parameters anew, if they are finite.</summary>
    public void Take()
    {
        if (AreFinite(parameters.Trained))
        {
            parameters.Trained.CopyTo(copy);
        }
    }

    /// <summary>Moves the copy a share of the way towards the parameters.</summary>
    public void MoveTowards(double share) => TensorPrimitives.Lerp(copy, parameters.Trained, (float)share, copy);

    /// <summary>Puts the copy in the parameters' place.</summary>
    public void Restore() => copy.CopyTo(parameters.Trained);

    /// <summary>Puts the copy in the parameters' place and keeps what was there.</summary>
    public void Exchange()
    {
        var kept = parameters.Trained.ToArray();
        Restore();
        kept.CopyTo(copy, 0);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => writer.WriteFloats(copy);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => reader.ReadFloats(copy);

    /// <summary>Whether no number is NaN or infinite: one of them would make the sum so.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values) => float.IsFinite(TensorPrimitives.MaxMagnitude(values));
}
