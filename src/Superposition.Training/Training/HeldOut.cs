using Superposition.Objectives;
using Superposition.Tasks;

namespace Superposition.Training;

/// <summary>Looks at inputs that training does not see, keeps the best state, and says when looking on is no use.</summary>
internal sealed class HeldOut(EarlyStop settings, TrainingBatch batch, NetworkInTraining network, ParameterCopy? average) : ISavedState
{
    private double lowest = double.PositiveInfinity;
    private int looksSinceLowest;

    /// <summary>The parameters at the look with the lowest loss.</summary>
    public ParameterCopy Best { get; } = new(network.Parameters);

    /// <summary>Whether the loss has not fallen for too long.</summary>
    public bool IsOver => looksSinceLowest >= settings.Patience;

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(lowest);
        writer.Write(looksSinceLowest);
        Best.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        lowest = reader.ReadDouble();
        looksSinceLowest = reader.ReadInt32();
        Best.Load(reader);
    }

    /// <summary>Looks, if it is time to: at the running average where there is one, because that is what will be kept.</summary>
    public void LookAfter(long step, IObjective objective)
    {
        if (step % settings.Every != 0)
        {
            return;
        }

        average?.Exchange();
        var loss = network.Evaluate(batch, objective, withGradient: false);
        if (loss < lowest)
        {
            (lowest, looksSinceLowest) = (loss, 0);
            Best.Take();
        }
        else
        {
            looksSinceLowest++;
        }

        average?.Exchange();
    }
}
