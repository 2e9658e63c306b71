/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/models/beside-layout.h"

/* Between the children, in pixels. */
#define SPACING 12
/* The least that a sentence gets beside buttons: a line of five words or so. */
#define LEAST_BESIDE 300

struct _SemBesideLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SemBesideLayout, sem_beside_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Sizes of both children, in pixels. */
typedef struct
{
  GtkWidget *words, *buttons;
  gboolean beside;
  int words_width, words_height;
  int buttons_width, buttons_height;
} Plan;

static int
measure (GtkWidget *child, GtkOrientation orientation, int for_size, int *minimum)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, minimum, &natural, NULL, NULL);
  return natural;
}

static Plan
make_plan (GtkWidget *widget, int width)
{
  Plan plan = { gtk_widget_get_first_child (widget), gtk_widget_get_last_child (widget) };
  int least;

  plan.buttons_width = measure (plan.buttons, GTK_ORIENTATION_HORIZONTAL, -1, &least);
  plan.buttons_width = CLAMP (width, least, plan.buttons_width);
  plan.words_width = width - plan.buttons_width - SPACING;
  plan.beside = plan.words_width >= LEAST_BESIDE;
  measure (plan.words, GTK_ORIENTATION_HORIZONTAL, -1, &least);
  plan.words_width = MAX (least, plan.beside ? plan.words_width : width);
  plan.words_height = measure (plan.words, GTK_ORIENTATION_VERTICAL, plan.words_width, &least);
  plan.buttons_height =
    measure (plan.buttons, GTK_ORIENTATION_VERTICAL, plan.buttons_width, &least);
  return plan;
}

static void
sem_beside_layout_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  int words_least, buttons_least;
  const int words =
    measure (gtk_widget_get_first_child (widget), GTK_ORIENTATION_HORIZONTAL, -1, &words_least);
  const int buttons =
    measure (gtk_widget_get_last_child (widget), GTK_ORIENTATION_HORIZONTAL, -1, &buttons_least);
  const int least = MAX (words_least, buttons_least), all = words + SPACING + buttons;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (least, all);
    }
  else
    {
      const Plan plan = make_plan (widget, for_size < 0 ? MAX (least, all) : MAX (least, for_size));

      *minimum = *natural = plan.beside ? MAX (plan.words_height, plan.buttons_height)
                                        : plan.words_height + SPACING + plan.buttons_height;
    }
}

static void
sem_beside_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  const Plan plan = make_plan (widget, width);
  const gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation words = { from_right ? width - plan.words_width : 0, 0, plan.words_width,
                          plan.words_height };
  GtkAllocation buttons = { from_right ? 0 : width - plan.buttons_width,
                            height - plan.buttons_height, plan.buttons_width, plan.buttons_height };

  if (plan.beside)
    {
      words.y = (height - words.height) / 2;
      buttons.y = (height - buttons.height) / 2;
    }
  gtk_widget_size_allocate (plan.words, &words, -1);
  gtk_widget_size_allocate (plan.buttons, &buttons, -1);
}

static GtkSizeRequestMode
sem_beside_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sem_beside_layout_class_init (SemBesideLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->measure = sem_beside_layout_measure;
  manager_class->allocate = sem_beside_layout_allocate;
  manager_class->get_request_mode = sem_beside_layout_get_request_mode;
}

static void
sem_beside_layout_init (SemBesideLayout *self)
{
}
