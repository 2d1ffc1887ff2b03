namespace Superposition.Training;

/// <summary>Where a training keeps its state, so that another process can take it up. Whoever has files and a clock implements it.</summary>
public interface ITrainingStore
{
    /// <summary>Whether it is time to save again.</summary>
    bool IsDue { get; }

    /// <summary>The state that an earlier process saved, or null. The caller disposes it.</summary>
    Stream? Open();

    /// <summary>Keeps a state in the place of the one before, whole or not at all.</summary>
    void Save(Action<Stream> write);

    /// <summary>The store of one of several trainings.</summary>
    /// <param name="part">A name that is unique among them and fit for a file; a store of a store has both names.</param>
    ITrainingStore For(string part);
}
