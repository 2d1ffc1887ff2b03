namespace Superposition.Training;

/// <summary>Where a training keeps its state, so that another process can resume it. Whoever has files and a clock implements it.</summary>
public interface ITrainingStore
{
    /// <summary>Whether it is time to save again.</summary>
    bool IsDue { get; }

    /// <summary>
    /// Offers the saved states to a training, the newest first, until one is resumed. A state that the training cannot use is set aside and
    /// reported; it costs the steps since the state before it, not the training.
    /// </summary>
    /// <param name="resume">
    /// Resumes from a state. Throws <see cref="InvalidDataException"/>, with the training unchanged, where the state is damaged or another
    /// training's.
    /// </param>
    /// <returns>Whether a state was resumed; otherwise the training begins anew.</returns>
    bool TakeUp(Action<Stream> resume);

    /// <summary>Keeps a state, whole or not at all, and the one before it.</summary>
    void Save(Action<Stream> write);

    /// <summary>The store of one of several trainings.</summary>
    /// <param name="part">A name that is unique among them and fit for a file; a store of a store has both names.</param>
    ITrainingStore For(string part);
}
