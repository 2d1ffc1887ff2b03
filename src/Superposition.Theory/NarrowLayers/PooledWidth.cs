using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;

namespace Superposition.NarrowLayers;

/// <summary>What a layer is asked for whose smallest width is searched.</summary>
/// <param name="Layer">The layer; its neurons, and its dimension and density where they are not fixed, do not count.</param>
/// <param name="Reading">How pairs are read.</param>
/// <param name="Bound">What the 90 % quantile of absolute errors may be at most in every class of pairs.</param>
/// <param name="Inputs">How many inputs of the pool a width is judged on; as many others scale the read-off.</param>
public sealed record PooledWidthTask(PooledLayerSize Layer, PairReading Reading, double Bound, int Inputs)
{
    /// <summary>Whether the state has as many dimensions as the layer has neurons.</summary>
    public bool IsSquare { get; init; }

    /// <summary>Whether the density is the one of the smallest predicted error, at the first width of every half octave.</summary>
    public bool ChoosesDensity { get; init; }
}

/// <summary>The smallest width at which a layer kept its errors below the bound.</summary>
/// <param name="Network">The layer on the pool's features; the caller disposes it.</param>
/// <param name="Layer">Its size.</param>
/// <param name="Quantile">The largest 90 % quantile of a class.</param>
/// <param name="Predicted">The smallest width that theory expects; null where there is none.</param>
public sealed record FoundWidth(ReluNetwork Network, PooledLayerSize Layer, double Quantile, int? Predicted);

/// <summary>Finds how few neurons read the ANDs of features in superposition. Every width that is tried is drawn anew.</summary>
public sealed class PooledWidth(PooledWidthTask task, Seed seed, Action? next = null)
{
    private const int MaxNeurons = 1 << 17;
    private const double Share = 0.9;
    private const int DensitySteps = SmallestPassing.StepsAnOctave / 2;
    private const int UsualWidth = 3000;

    private readonly Dictionary<int, double> densities = [];

    /// <summary>The smallest width of the grid at which the layer passes.</summary>
    /// <exception cref="ConstructionFailedException">The widest layer of the grid fails.</exception>
    public FoundWidth Find()
    {
        var (least, most) = (SmallestPassing.Step(2 * task.Layer.Active), SmallestPassing.Step(MaxNeurons));
        int? predicted = PooledPrediction.Exists(task.Layer.Law, task.Reading)
            ? SmallestPassing.Find(
                step => PooledPrediction.Quantile(At(step), task.Reading, Share) / task.Bound, SmallestPassing.Step(UsualWidth),
                least, most)
            : null;
        FoundWidth? found = null;
        SmallestPassing.Find(Excess, predicted ?? SmallestPassing.Step(UsualWidth), least, most);
        return found!;

        double Excess(int step)
        {
            var size = At(step);
            try
            {
                var (network, quantile) = Draw(size);
                if (quantile <= task.Bound)
                {
                    found?.Network.Dispose();
                    found = new FoundWidth(network, size, quantile, predicted is { } width ? SmallestPassing.Width(width) : null);
                }
                else
                {
                    network.Dispose();
                }

                return quantile / task.Bound;
            }
            catch (ConstructionFailedException)
            {
                return double.PositiveInfinity;
            }
        }
    }

    /// <summary>A layer, and the largest 90 % quantile of a class.</summary>
    /// <exception cref="ConstructionFailedException">Its true ANDs cannot be read.</exception>
    public (ReluNetwork Network, double Quantile) Draw(PooledLayerSize size)
    {
        using var layer = PooledLayer.Draw(size, seed, next);
        var space = new SparseInputs(size.Pool, size.Active, Sparsity.Exactly);
        var network = layer.ToNetwork(task.Reading, InputSample.AllUpTo(space, task.Inputs, seed.For("calibration")));
        var errors = OutputErrors.Measure(
            network, PairAnds.All(size.Pool), InputSample.AllUpTo(space, task.Inputs, seed.For("search")));
        return (network, errors.Classes.Max(errors => errors.Errors.Q90));
    }

    private PooledLayerSize At(int step)
    {
        var kept = step - (step % DensitySteps);
        var size = Sized(SmallestPassing.Width(step));
        if (!task.ChoosesDensity)
        {
            return size;
        }

        if (!densities.TryGetValue(kept, out var density))
        {
            density = densities[kept] = PooledPrediction.BestDensity(Sized(SmallestPassing.Width(kept)), task.Reading, Share);
        }

        return size with { Density = density };
    }

    private PooledLayerSize Sized(int neurons) =>
        task.Layer with { Neurons = neurons, Dimension = task.IsSquare ? neurons : task.Layer.Dimension };
}
