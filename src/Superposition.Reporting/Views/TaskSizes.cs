using Superposition.Studies;

namespace Superposition.Reporting.Views;

/// <summary>What bounds on width need to know of the task of a row.</summary>
/// <param name="Features">m, the number of features.</param>
/// <param name="MinActive">The fewest features that are active at once.</param>
/// <param name="Active">s, the most features that are active at once.</param>
public readonly record struct TaskSize(int Features, int MinActive, int Active);

/// <summary>Finds the size of the task of a row; null where it is not known.</summary>
public delegate TaskSize? TaskSizeOf(StudyRow row);
