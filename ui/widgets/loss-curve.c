/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-loss-curve"

#include "config.h"

#include "ui/widgets/loss-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/curve-span.h"
#include "ui/words.h"

#define PANEL_HEIGHT 150
/* Two panels stand side by side from this width on. */
#define TWO_PANELS 460
#define PADDING 12
#define GAP 6
/* For the numbers of the axis. */
#define AXIS 54
#define LINE_WIDTH 2

struct _SemLossCurve
{
  GtkWidget parent_instance;

  GListModel *epochs;
  guint pointed; /* position of an epoch, or G_MAXUINT */
};

typedef struct
{
  const char *name;
  double (*get) (SemEpoch *epoch);
  const char *color; /* name of the theme's color; NULL for the text's */
  gboolean is_share;
} Term;

static const Term terms[] = {
  { N_("Pairs"), sem_epoch_get_pair_loss, "accent_color", FALSE },
  { N_("Rounding"), sem_epoch_get_code_loss, NULL, FALSE },
  { N_("Outputs near ±1"), sem_epoch_get_near_one, "warning_color", TRUE },
  { N_("Recall on held-out photos"), sem_epoch_get_quality, "success_color", TRUE },
};

/* Where a panel is, and what its axes span. */
typedef struct
{
  graphene_rect_t whole;
  graphene_rect_t area;
  SemCurveSpan span;
  double total;
} Panel;

G_DEFINE_FINAL_TYPE (SemLossCurve, sem_loss_curve, GTK_TYPE_WIDGET)

static guint
get_n_epochs (SemLossCurve *self)
{
  return self->epochs ? g_list_model_get_n_items (self->epochs) : 0;
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
find_span (SemLossCurve *self, const Term *term, Panel *panel)
{
  guint n = get_n_epochs (self);
  g_autofree double *values = g_new (double, n);

  for (guint i = 0; i < n; i++)
    values[i] = get_value (self, term, i);
  sem_curve_span_init (&panel->span, values, n, term->is_share);
}

static double
place_y (const Panel *panel, double value)
{
  return panel->area.origin.y
         + panel->area.size.height * (1 - sem_curve_span_place (&panel->span, value));
}

static double
place_x (const Panel *panel, SemEpoch *epoch)
{
  return panel->area.origin.x
         + panel->area.size.width * (sem_epoch_get_number (epoch) - 1) / (panel->total - 1);
}

static guint
count_panels (SemLossCurve *self)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    n += has_term (self, &terms[i]);
  return n;
}

/* @number: of the panel, from 0 */
static void
lay_out (SemLossCurve *self, const Term *term, guint number, Panel *panel)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint columns = width >= TWO_PANELS && count_panels (self) > 1 ? 2 : 1;
  float each = (float) width / (float) columns;
  g_autoptr (SemEpoch) last = g_list_model_get_item (self->epochs, get_n_epochs (self) - 1);

  panel->whole =
    GRAPHENE_RECT_INIT (each * (float) (number % columns),
                        (float) (PANEL_HEIGHT * (number / columns)), each, PANEL_HEIGHT);
  panel->area = panel->whole;
  graphene_rect_inset (&panel->area, PADDING, PADDING);
  panel->area.origin.x += AXIS;
  panel->area.size.width = MAX (panel->area.size.width - AXIS, 1);
  panel->area.origin.y += 2 * PADDING + GAP;
  panel->area.size.height -= 4 * PADDING + GAP;
  panel->total = MAX (sem_epoch_get_total (last), 2);
  find_span (self, term, panel);
}

/* @align: 0 for text that begins at @x, 1 for text that ends there; @y: its middle */
static void
draw_text (SemLossCurve *self, cairo_t *cr, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, x - align * width, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_axes (SemLossCurve *self, cairo_t *cr, const Term *term, const Panel *panel)
{
  const graphene_rect_t *area = &panel->area;
  double bottom = area->origin.y + area->size.height, right = area->origin.x + area->size.width;
  g_autofree char *total = g_strdup_printf ("%.0f", panel->total); /* for people */

  cairo_set_line_width (cr, 1);
  for (int i = 0; i <= 2; i++)
    {
      double share = i / 2.0, y = (int) (bottom - area->size.height * share) + .5;
      double value = sem_curve_span_get_value (&panel->span, share);
      g_autofree char *number = describe_value (term, value);

      set_source (self, cr, NULL, i == 0 ? .35 : .1);
      cairo_move_to (cr, area->origin.x, y);
      cairo_line_to (cr, right, y);
      cairo_stroke (cr);
      set_source (self, cr, NULL, .55);
      draw_text (self, cr, number, area->origin.x - GAP, y, 1);
    }
  draw_text (self, cr, "1", area->origin.x, bottom + PADDING, 0);
  draw_text (self, cr, total, right, bottom + PADDING, 1);
}

/* The name, and the value of the epoch that is pointed at, or of the last one. */
static void
draw_title (SemLossCurve *self, cairo_t *cr, const Term *term, const Panel *panel)
{
  double value = self->pointed < get_n_epochs (self) ? get_value (self, term, self->pointed)
                                                     : get_last_value (self, term);
  g_autofree char *number = value >= 0 ? describe_value (term, value) : g_strdup ("–");
  double y = panel->whole.origin.y + PADDING + GAP;

  set_source (self, cr, NULL, .85);
  draw_text (self, cr, _(term->name), panel->whole.origin.x + PADDING, y, 0);
  draw_text (self, cr, number, panel->area.origin.x + panel->area.size.width, y, 1);
}

static void
draw_line (SemLossCurve *self, cairo_t *cr, const Term *term, const Panel *panel)
{
  gboolean begun = FALSE;
  double x = 0, y = 0;

  set_source (self, cr, term->color, term->color ? 1 : .65);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < get_n_epochs (self); i++)
    {
      g_autoptr (SemEpoch) epoch = g_list_model_get_item (self->epochs, i);
      double value = term->get (epoch);

      if (value < 0)
        continue;
      x = place_x (panel, epoch);
      y = place_y (panel, value);
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

static void
draw_pointed (SemLossCurve *self, cairo_t *cr, const Term *term, const Panel *panel)
{
  g_autoptr (SemEpoch) epoch = self->pointed < get_n_epochs (self)
                                 ? g_list_model_get_item (self->epochs, self->pointed)
                                 : NULL;
  double x = epoch ? place_x (panel, epoch) : 0, value = epoch ? term->get (epoch) : -1;
  g_autofree char *number = epoch ? g_strdup_printf ("%u", sem_epoch_get_number (epoch)) : NULL;
  double bottom = panel->area.origin.y + panel->area.size.height;

  if (!epoch)
    return;
  set_source (self, cr, NULL, .35);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, panel->area.origin.y);
  cairo_line_to (cr, x, bottom);
  cairo_stroke (cr);
  set_source (self, cr, NULL, .85);
  draw_text (self, cr, number, x, bottom + PADDING, .5);
  if (value < 0)
    return;
  cairo_arc (cr, x, place_y (panel, value), LINE_WIDTH * 2, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
sem_loss_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SemLossCurve *self = SEM_LOSS_CURVE (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                            (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &all);
  guint number = 0;

  if (get_n_epochs (self) == 0)
    {
      set_source (self, cr, NULL, .55);
      draw_text (self, cr, _("Training progress appears here."), PADDING, 2 * PADDING, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      Panel panel;

      if (!has_term (self, &terms[i]))
        continue;
      lay_out (self, &terms[i], number++, &panel);
      draw_title (self, cr, &terms[i], &panel);
      draw_axes (self, cr, &terms[i], &panel);
      draw_line (self, cr, &terms[i], &panel);
      draw_pointed (self, cr, &terms[i], &panel);
    }
  cairo_destroy (cr);
}

/* Pointing ------------------------------------------------------------------------------------- */

static void
point_at (SemLossCurve *self, guint position)
{
  if (self->pointed == position)
    return;
  self->pointed = position;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
point_nowhere (SemLossCurve *self)
{
  point_at (self, G_MAXUINT);
}

/* The epoch nearest to the pointer, in whichever panel it is. */
static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, SemLossCurve *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint nearest = G_MAXUINT;
  double distance = G_MAXDOUBLE;
  Panel panel;

  if (count_panels (self) == 0)
    return;
  lay_out (self, &terms[0], 0, &panel);
  x -= x >= panel.whole.size.width && panel.whole.size.width < (float) width
         ? panel.whole.size.width
         : 0;
  for (guint i = 0; i < get_n_epochs (self); i++)
    {
      g_autoptr (SemEpoch) epoch = g_list_model_get_item (self->epochs, i);
      double off = fabs (place_x (&panel, epoch) - x);

      if (off < distance)
        nearest = i;
      distance = MIN (off, distance);
    }
  point_at (self, nearest);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemLossCurve *self)
{
  guint n = get_n_epochs (self), at = self->pointed < n ? self->pointed : n - 1;

  if (n == 0 || (key != GDK_KEY_Left && key != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;
  point_at (self, key == GDK_KEY_Left ? MAX (at, 1) - 1 : MIN (at + 1, n - 1));
  return GDK_EVENT_STOP;
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
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GtkSizeRequestMode
sem_loss_curve_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  guint n = MAX (count_panels (SEM_LOSS_CURVE (widget)), 1);
  guint rows = for_size < 0 || for_size >= TWO_PANELS ? (n + 1) / 2 : n;

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int) rows * PANEL_HEIGHT : 0;
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
  widget_class->get_request_mode = sem_loss_curve_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sem_loss_curve_init (SemLossCurve *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pointed = G_MAXUINT;
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (point_nowhere), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
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
