/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/asking/wrap-layout.h"

/* Between children and between lines, in pixels. */
#define SPACING 6
/* In a narrower widget two children share a line, rather than each having one of its own. */
#define NARROW 460

struct _SemWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SemWrapLayout, sem_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where the next child goes. */
typedef struct
{
  int width; /* of the widget */
  int x, y;
  int line; /* height of the line so far */
} Pen;

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
previous_visible (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_prev_sibling (child);
  return child;
}

static void
measure_child (GtkWidget *child, int width, int *child_width, int *child_height)
{
  const gboolean alone = !previous_visible (gtk_widget_get_prev_sibling (child))
                         && !next_visible (gtk_widget_get_next_sibling (child));
  const int half = (width - SPACING) / 2;
  int minimum, natural, most;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  /* Where two do not fit, nothing is gained by cutting one short. */
  most = width < NARROW && !alone && half >= minimum ? half : width;
  *child_width = CLAMP (most, minimum, MAX (minimum, natural));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *child_width, &minimum, &natural, NULL,
                      NULL);
  *child_height = natural;
}

/* Moves the pen to where a child of that size begins. */
static void
begin (Pen *pen, int width, int height)
{
  if (pen->x > 0 && pen->x + width > pen->width)
    {
      pen->x = 0;
      pen->y += pen->line + SPACING;
      pen->line = 0;
    }
  pen->line = MAX (pen->line, height);
}

static int
measure_lines (GtkWidget *widget, int width)
{
  Pen pen = { .width = width };

  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_width, child_height;

      measure_child (child, width, &child_width, &child_height);
      begin (&pen, child_width, child_height);
      pen.x += child_width + SPACING;
    }
  return pen.y + pen.line;
}

static void
measure_widths (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
sem_wrap_layout_measure (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  int least, all;

  measure_widths (widget, &least, &all);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = all;
    }
  else
    *minimum = *natural = measure_lines (widget, for_size < 0 ? all : MAX (for_size, least));
}

static void
sem_wrap_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          int width,
                          int height,
                          int baseline)
{
  const gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Pen pen = { .width = width };

  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (widget)); child;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      GtkAllocation allocation;

      measure_child (child, width, &allocation.width, &allocation.height);
      begin (&pen, allocation.width, allocation.height);
      allocation.x = from_right ? width - pen.x - allocation.width : pen.x;
      allocation.y = pen.y;
      gtk_widget_size_allocate (child, &allocation, -1);
      pen.x += allocation.width + SPACING;
    }
}

static GtkSizeRequestMode
sem_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sem_wrap_layout_class_init (SemWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = sem_wrap_layout_measure;
  manager_class->allocate = sem_wrap_layout_allocate;
  manager_class->get_request_mode = sem_wrap_layout_get_request_mode;
}

static void
sem_wrap_layout_init (SemWrapLayout *self)
{
}
