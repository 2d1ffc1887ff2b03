using System.Collections.Immutable;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Training;

/// <summary>The weights of the first layer at one step of training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Weights">Wᵀ [inputs, d], row by row.</param>
public sealed record WeightSnapshot(long Step, ImmutableArray<float> Weights)
{
    /// <summary>The most weights that a first layer may have for snapshots: 64 KiB each. Larger layers have none.</summary>
    public const int MaxWeights = 1 << 14;

    /// <summary>The most snapshots of a training.</summary>
    public const int MaxCount = 8;

    /// <summary>
    /// The steps of snapshots, ascending: 0, the last step, and halvings of it in between, since structure appears early. Shorter
    /// trainings have fewer.
    /// </summary>
    /// <param name="steps">Steps of the training, at least 1.</param>
    /// <param name="count">How many, 2 to <see cref="MaxCount"/>.</param>
    public static ImmutableArray<long> Steps(long steps, int count) =>
        [.. Enumerable.Range(0, count - 1).Select(halvings => steps >> halvings).Append(0).Distinct().Order()];
}

/// <summary>The snapshots taken so far. Taking one changes nothing in the training.</summary>
internal sealed class SnapshotTrace : ISavedState
{
    private readonly ImmutableHashSet<long> due;
    private readonly ReluNetwork given;
    private readonly List<WeightSnapshot> snapshots = [];

    /// <param name="given">The network.</param>
    /// <param name="plan">How it is trained.</param>
    public SnapshotTrace(ReluNetwork given, TrainingPlan plan)
    {
        this.given = given;
        due = given.Layers is [var first, ..] && first.Weight.numel() <= WeightSnapshot.MaxWeights && plan.Snapshots > 0
            ? [.. WeightSnapshot.Steps(plan.Settings.Steps, plan.Snapshots)]
            : [];
    }

    /// <summary>Takes a snapshot if one is due at this step.</summary>
    public void LookAt(NetworkInTraining network, long step)
    {
        if (due.Contains(step))
        {
            var weight = network.Find(given.Layers[0].Weight).Value;
            Take(step, NetworkInTraining.HoldsTransposed(given) ? weight : weight.t());
        }
    }

    /// <summary>All snapshots; the last is the network as training leaves it, which may be an average or an earlier state.</summary>
    /// <param name="step">Steps done.</param>
    public ImmutableArray<WeightSnapshot> Finish(long step)
    {
        if (!due.IsEmpty)
        {
            snapshots.RemoveAll(snapshot => snapshot.Step >= step);
            Take(step, given.Layers[0].Weight.detach().t());
        }

        return [.. snapshots];
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(snapshots.Count);
        foreach (var (step, weights) in snapshots)
        {
            writer.Write(step);
            writer.Write(weights.Length);
            writer.WriteFloats(weights.AsSpan());
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        snapshots.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var step = reader.ReadInt64();
            var weights = new float[reader.ReadInt32()];
            reader.ReadFloats(weights);
            snapshots.Add(new WeightSnapshot(step, [.. weights]));
        }
    }

    private void Take(long step, Tensor weight_nd)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var weights = weight_nd.contiguous().data<float>().ToArray();
        if (Array.TrueForAll(weights, float.IsFinite))
        {
            snapshots.Add(new WeightSnapshot(step, [.. weights]));
        }
    }
}
