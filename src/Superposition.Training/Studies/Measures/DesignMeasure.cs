using System.ComponentModel;
using Superposition.Studies.ReadOffs;

namespace Superposition.Studies.Measures;

/// <summary>What a recipe knows of the network that it drew.</summary>
[Description("Numbers of a network's design that its recipe chose or knows, design.NAME: for example design.sharedUnits of an "
    + "error-correction layer, the most units that two channels share.")]
public sealed record DesignMeasure : MeasureSpec
{
    /// <inheritdoc/>
    public override void Measure(ReadNetwork read, StudyBench bench, CellContext context, MeasuredNumbers numbers)
    {
        foreach (var (name, value) in read.Drawn.Design)
        {
            numbers.Add($"design.{name}", (double?)value);
        }
    }
}
