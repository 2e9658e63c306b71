/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-loss-curve"

#include "config.h"

#include "ui/widgets/loss-curve.h"

#include <glib/gi18n-lib.h>

#include "ui/words.h"

#define NATURAL_HEIGHT 170
#define PADDING 12
#define SWATCH 22
#define GAP 6
#define LINE_WIDTH 2

struct _SemLossCurve
{
  GtkWidget parent_instance;

  GListModel *epochs;
};

typedef struct
{
  const char *name;
  double (*get) (SemEpoch *epoch);
  const char *color; /* name of the theme's color; NULL for the text's */
  double dashes[2];  /* lengths of dash and gap; 0 for a solid line */
  gboolean is_share; /* scaled by 1 rather than by its largest value */
} Term;

static const Term terms[] = {
  { N_("Pairs"), sem_epoch_get_pair_loss, "accent_color", { 0 }, FALSE },
  { N_("Rounding"), sem_epoch_get_code_loss, NULL, { 7, 4 }, FALSE },
  { N_("Quality"), sem_epoch_get_quality, "success_color", { 2, 3 }, TRUE },
};

G_DEFINE_FINAL_TYPE (SemLossCurve, sem_loss_curve, GTK_TYPE_WIDGET)

static guint
get_n_epochs (SemLossCurve *self)
{
  return self->epochs != NULL ? g_list_model_get_n_items (self->epochs) : 0;
}

static double
get_value (SemLossCurve *self, const Term *term, guint position)
{
  g_autoptr (SemEpoch) epoch = g_list_model_get_item (self->epochs, position);

  return term->get (epoch);
}

/* The last value, or -1 where there is none. */
static double
get_last_value (SemLossCurve *self, const Term *term)
{
  for (guint i = get_n_epochs (self); i > 0; i--)
    {
      double value = get_value (self, term, i - 1);

      if (value >= 0)
        return value;
    }
  return -1;
}

static double
get_top (SemLossCurve *self, const Term *term)
{
  double top = 0;

  if (term->is_share)
    return 1;
  for (guint i = 0; i < get_n_epochs (self); i++)
    top = MAX (top, get_value (self, term, i));
  return top > 0 ? top : 1;
}

/* A quality that was not measured, or a loss that the method does not have, has no line. */
static gboolean
has_term (SemLossCurve *self, const Term *term)
{
  for (guint i = 0; i < get_n_epochs (self); i++)
    {
      double value = get_value (self, term, i);

      if (value > 0 || (term->is_share && value >= 0))
        return TRUE;
    }
  return FALSE;
}

static char *
describe_value (const Term *term, double value)
{
  /* The value as text for people, in the unit of the axis. */
  return term->is_share ? sem_words_for_likeness (value) : g_strdup_printf ("%.4g", value);
}

/* Drawing -------------------------------------------------------------------------------------- */

static void
set_source (SemLossCurve *self, cairo_t *cr, const char *color, double alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA rgba;

  if (!color || !gtk_style_context_lookup_color (context, color, &rgba))
    gtk_style_context_get_color (context, &rgba);
  rgba.alpha *= (float) alpha;
  gdk_cairo_set_source_rgba (cr, &rgba);
}

static void
set_line (SemLossCurve *self, cairo_t *cr, const Term *term)
{
  set_source (self, cr, term->color, term->color != NULL ? 1 : .65);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, term->dashes, term->dashes[0] > 0 ? 2 : 0, 0);
}

static void
draw_grid (SemLossCurve *self, cairo_t *cr, const graphene_rect_t *area)
{
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, NULL, 0, 0);
  for (int i = 0; i <= 4; i++)
    {
      double y = (int) (area->origin.y + area->size.height * i / 4) + .5;

      set_source (self, cr, NULL, i == 4 ? .35 : .1);
      cairo_move_to (cr, area->origin.x, y);
      cairo_line_to (cr, area->origin.x + area->size.width, y);
      cairo_stroke (cr);
    }
}

/* The line ends at the last epoch; the right edge is the largest number of epochs. */
static void
draw_term (SemLossCurve *self, cairo_t *cr, const Term *term, const graphene_rect_t *area)
{
  guint n = get_n_epochs (self);
  g_autoptr (SemEpoch) last = g_list_model_get_item (self->epochs, n - 1);
  double total = MAX (sem_epoch_get_total (last), 2), top = get_top (self, term), x = 0, y = 0;
  gboolean begun = FALSE;

  set_line (self, cr, term);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemEpoch) epoch = g_list_model_get_item (self->epochs, i);
      double value = term->get (epoch);

      if (value < 0)
        continue;
      x = area->origin.x + area->size.width * (sem_epoch_get_number (epoch) - 1) / (total - 1);
      y = area->origin.y + area->size.height * (1 - MIN (value / top, 1));
      if (begun)
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
      begun = TRUE;
    }
  cairo_stroke (cr);
  cairo_arc (cr, x, y, LINE_WIDTH * 1.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* Returns: the width in pixels. */
static double
draw_text (SemLossCurve *self,
           cairo_t *cr,
           const char *text,
           double x,
           double y,
           double alpha,
           int *height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;

  pango_layout_get_pixel_size (layout, &width, height);
  set_source (self, cr, NULL, alpha);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  return width;
}

/* Returns: the height in pixels. */
static int
draw_legend (SemLossCurve *self, cairo_t *cr)
{
  double x = PADDING;
  int height = 0;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      double value = get_last_value (self, &terms[i]);
      g_autofree char *number = describe_value (&terms[i], value);
      g_autofree char *text = g_strdup_printf ("%s %s", _(terms[i].name), number);

      if (!has_term (self, &terms[i]))
        continue;
      x += SWATCH + GAP;
      x += draw_text (self, cr, text, x, PADDING, .85, &height) + 3 * GAP;
    }
  return height;
}

static void
draw_swatches (SemLossCurve *self, cairo_t *cr, int height)
{
  double x = PADDING;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_autofree char *number = describe_value (&terms[i], get_last_value (self, &terms[i]));
      g_autofree char *text = g_strdup_printf ("%s %s", _(terms[i].name), number);
      g_autoptr (PangoLayout) layout = NULL;
      int width;

      if (!has_term (self, &terms[i]))
        continue;
      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      pango_layout_get_pixel_size (layout, &width, NULL);
      set_line (self, cr, &terms[i]);
      cairo_move_to (cr, x, PADDING + height / 2.0);
      cairo_line_to (cr, x + SWATCH, PADDING + height / 2.0);
      cairo_stroke (cr);
      x += SWATCH + GAP + width + 3 * GAP;
    }
}

static void
sem_loss_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemLossCurve *self = SEM_LOSS_CURVE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), legend;
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, width, height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);

  if (get_n_epochs (self) == 0)
    draw_text (self, cr, _("Training progress appears here."), PADDING, PADDING, .55, &legend);
  else
    legend = draw_legend (self, cr);
  draw_swatches (self, cr, legend);
  area.origin.x = PADDING;
  area.origin.y = PADDING + legend + GAP;
  area.size.width = width - 2 * PADDING;
  area.size.height = height - area.origin.y - PADDING;
  draw_grid (self, cr, &area);
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    if (has_term (self, &terms[i]))
      draw_term (self, cr, &terms[i], &area);
  cairo_destroy (cr);
}

/* The widget ----------------------------------------------------------------------------------- */

static void
update (SemLossCurve *self)
{
  guint n = get_n_epochs (self);
  g_autoptr (SemEpoch) last = n > 0 ? g_list_model_get_item (self->epochs, n - 1) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (last)
    /* Translators: progress of training, such as "Epoch 12 of 30." */
    g_string_append_printf (words, _("Epoch %u of %u."), sem_epoch_get_number (last),
                            sem_epoch_get_total (last));
  for (guint i = 0; i < G_N_ELEMENTS (terms) && last != NULL; i++)
    {
      g_autofree char *first = describe_value (&terms[i], get_value (self, &terms[i], 0));
      g_autofree char *now = describe_value (&terms[i], get_last_value (self, &terms[i]));

      if (has_term (self, &terms[i]))
        /* Translators: what is measured, its value, and its initial value. */
        g_string_append_printf (words, _(" %s: %s, initially %s."), _(terms[i].name), now, first);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  n > 0 ? words->str : _("Training progress appears here."), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sem_loss_curve_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? NATURAL_HEIGHT : 0;
}

static void
sem_loss_curve_dispose (GObject *object)
{
  SemLossCurve *self = SEM_LOSS_CURVE (object);

  if (self->epochs)
    g_signal_handlers_disconnect_by_data (self->epochs, self);
  g_clear_object (&self->epochs);

  G_OBJECT_CLASS (sem_loss_curve_parent_class)->dispose (object);
}

static void
sem_loss_curve_class_init (SemLossCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_loss_curve_dispose;
  widget_class->snapshot = sem_loss_curve_snapshot;
  widget_class->measure = sem_loss_curve_measure;
  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_loss_curve_init (SemLossCurve *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Training progress"), -1);
  update (self);
}

void
sem_loss_curve_set_epochs (SemLossCurve *self, GListModel *epochs)
{
  g_return_if_fail (SEM_IS_LOSS_CURVE (self));

  if (self->epochs == epochs)
    return;
  if (self->epochs)
    g_signal_handlers_disconnect_by_data (self->epochs, self);
  g_set_object (&self->epochs, epochs);
  if (epochs)
    g_signal_connect_swapped (epochs, "items-changed", G_CALLBACK (update), self);
  update (self);
}
